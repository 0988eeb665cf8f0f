import type { Actions } from '../session/actions.ts';

/** One key and what it does: this table binds the keys, fills the sheet and labels the buttons. */
export interface Shortcut {
  /** As tinykeys reads them; a character that needs Shift on some keyboards is named with and without. */
  readonly keys: readonly string[];
  /** As a person reads it. */
  readonly shown: string;
  readonly does: string;
  readonly group: 'Training' | 'Images' | 'Page';
  readonly act: (actions: Actions) => void;
}

export const shortcuts = {
  playPause: {
    keys: ['Space'],
    shown: 'Space',
    does: 'Play or pause training',
    group: 'Training',
    act: (actions) => void actions.playPause(),
  },
  step: {
    keys: ['.', 'Shift+.'],
    shown: '.',
    does: 'Train a single step',
    group: 'Training',
    act: (actions) => void actions.step(),
  },
  reset: {
    keys: ['r'],
    shown: 'R',
    does: 'Reset to step 0, with the settings that wait for it',
    group: 'Training',
    act: (actions) => void actions.reset(),
  },
  previous: {
    keys: ['a'],
    shown: 'A',
    does: 'Previous image',
    group: 'Images',
    act: (actions) => actions.previous(),
  },
  next: {
    keys: ['d'],
    shown: 'D',
    does: 'Next image',
    group: 'Images',
    act: (actions) => actions.next(),
  },
  masks: {
    keys: ['x'],
    shown: 'X',
    does: 'Masks on or off',
    group: 'Images',
    act: (actions) => actions.toggleMasks(),
  },
  runs: {
    keys: ['c'],
    shown: 'C',
    does: 'Runs side by side',
    group: 'Page',
    act: (actions) => actions.toggleRuns(),
  },
  logarithmic: {
    keys: ['l'],
    shown: 'L',
    does: 'Losses on a logarithmic or a linear scale',
    group: 'Page',
    act: (actions) => actions.toggleLogarithmic(),
  },
  theme: {
    keys: ['t'],
    shown: 'T',
    does: 'System, light or dark theme',
    group: 'Page',
    act: (actions) => actions.cycleTheme(),
  },
  sheet: {
    keys: ['?', 'Shift+?'],
    shown: '?',
    does: 'This list',
    group: 'Page',
    act: (actions) => actions.toggleShortcuts(),
  },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof shortcuts;

/** Keys that the image viewer itself answers to while it has the focus. */
export const viewerKeys = [
  { keys: ['+', '='], shown: '+', does: 'Zoom in', zoom: 1.25, pan: [0, 0] },
  { keys: ['-', '_'], shown: '−', does: 'Zoom out', zoom: 0.8, pan: [0, 0] },
  { keys: ['ArrowLeft'], shown: '←', does: 'Move left', zoom: 1, pan: [1, 0] },
  { keys: ['ArrowRight'], shown: '→', does: 'Move right', zoom: 1, pan: [-1, 0] },
  { keys: ['ArrowUp'], shown: '↑', does: 'Move up', zoom: 1, pan: [0, 1] },
  { keys: ['ArrowDown'], shown: '↓', does: 'Move down', zoom: 1, pan: [0, -1] },
  { keys: ['0', 'Home'], shown: '0', does: 'Whole image', zoom: 0, pan: [0, 0] },
] as const;
