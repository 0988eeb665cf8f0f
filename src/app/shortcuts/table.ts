import type { LayerName } from '../../engine/protocol/view.ts';
import { layerNames } from '../../state/viewer.ts';
import type { Actions } from '../session/actions.ts';
import type { Labelling } from '../session/labelling.ts';

/** One key and what it does: this table binds the keys, fills the sheet and labels the buttons. */
export interface Shortcut<On = Actions> {
  /** As tinykeys reads them; a character that needs Shift on some keyboards is named with and without. */
  readonly keys: readonly string[];
  /** As a person reads it. */
  readonly shown: string;
  readonly does: string;
  readonly group:
    | 'Training'
    | 'Images'
    | 'Page'
    | 'While looking'
    | 'While labelling'
    | 'While reviewing'
    | 'In the plane';
  readonly act: (on: On, key: string) => void;
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
  bringBack: {
    keys: ['Shift+r'],
    shown: 'Shift+R',
    does: 'Bring back the run that stood before a reset',
    group: 'Training',
    act: (actions) => void actions.bringLastBack(),
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
  label: {
    keys: ['m'],
    shown: 'M',
    does: 'Mark the objects of your own images, or stop that',
    group: 'Images',
    act: (actions) => actions.toggleLabelling(),
  },
  review: {
    keys: ['u'],
    shown: 'U',
    does: 'Review what the teacher sees on your unlabelled images, or stop that',
    group: 'Images',
    act: (actions) => actions.toggleReview(),
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

/** The number that shows or hides a layer. */
export const layerKey = (layer: LayerName): string => String(layerNames.indexOf(layer) + 1);

/** These are bound while a person looks at pictures and does not label them. */
export const lookingShortcuts = {
  layer: {
    keys: layerNames.map(layerKey),
    shown: `1–${layerNames.length}`,
    does: 'Show or hide a layer: truth, teacher, student, kept, corrected, refused, doubt, weights',
    group: 'While looking',
    act: (actions, key) => {
      const layer = layerNames[Number(key) - 1];
      if (layer) actions.toggleLayer(layer);
    },
  },
  arrangement: {
    keys: ['v'],
    shown: 'V',
    does: 'One picture, teacher and student with a divider, or what each of them saw',
    group: 'While looking',
    act: (actions) => actions.cycleArrangement(),
  },
  earlier: {
    keys: ['j'],
    shown: 'J',
    does: 'An earlier moment of the run',
    group: 'While looking',
    act: (actions) => actions.earlier(),
  },
  later: {
    keys: ['k'],
    shown: 'K',
    does: 'A later moment of the run; after the last, now',
    group: 'While looking',
    act: (actions) => actions.later(),
  },
  film: {
    keys: ['f'],
    shown: 'F',
    does: 'Play the run as a film, or stop it',
    group: 'While looking',
    act: (actions) => actions.toggleFilm(),
  },
} as const satisfies Record<string, Shortcut>;

const whileLabelling = (
  keys: readonly string[],
  shown: string,
  does: string,
  act: (labelling: Labelling, key: string) => void,
): Shortcut<Labelling> => ({ keys, shown, does, group: 'While labelling', act });

const whileReviewing = (
  keys: readonly string[],
  shown: string,
  does: string,
  act: (labelling: Labelling, key: string) => void,
): Shortcut<Labelling> => ({ keys, shown, does, group: 'While reviewing', act });

/** These are bound only while a person labels. */
export const labellingShortcuts = {
  propose: whileLabelling(['q'], 'Q', 'Take masks that the teacher sees, by a click each', (labelling) =>
    labelling.setTool('propose'),
  ),
  brush: whileLabelling(['b'], 'B', 'Brush: goes on with the selected object, or begins one', (labelling) =>
    labelling.setTool('brush'),
  ),
  eraser: whileLabelling(['e'], 'E', 'Eraser', (labelling) => labelling.setTool('eraser')),
  polygon: whileLabelling(
    ['p'],
    'P',
    'Polygon: Enter closes it, Backspace takes the last corner, Escape gives up',
    (labelling) => labelling.setTool('polygon'),
  ),
  colour: whileLabelling(
    ['g'],
    'G',
    'Colour: click an object, or draw a box around it; a classical method marks it',
    (labelling) => labelling.setTool('colour'),
  ),
  corners: whileLabelling(
    ['o'],
    'O',
    'Corners of the selected object: drag one, drag an edge for another, Backspace removes, arrows move it',
    (labelling) => labelling.setTool('corners'),
  ),
  fill: whileLabelling(['f'], 'F', 'Fill holes', (labelling) => labelling.setTool('fill')),
  cut: whileLabelling(['k'], 'K', 'Cut objects along a line', (labelling) => labelling.setTool('cut')),
  join: whileLabelling(['j'], 'J', 'Join objects with the selected one', (labelling) =>
    labelling.setTool('join'),
  ),
  select: whileLabelling(['v'], 'V', 'Select an object', (labelling) => labelling.setTool('select')),
  smaller: whileLabelling(['['], '[', 'Smaller brush', (labelling) => labelling.resize(false)),
  bigger: whileLabelling([']'], ']', 'Bigger brush', (labelling) => labelling.resize(true)),
  acceptAll: whileLabelling(['y'], 'Y', 'Take all masks that the teacher is sure of', (labelling) =>
    labelling.acceptAll(),
  ),
  empty: whileLabelling(
    ['i'],
    'I',
    'This image shows no object, and teaches so; or take that back',
    (labelling) => labelling.toggleEmpty(),
  ),
  begin: whileLabelling(['n'], 'N', 'Begin another object', (labelling) => labelling.select(undefined)),
  release: whileLabelling(['Escape'], 'Escape', 'Select nothing', (labelling) => labelling.release()),
  remove: whileLabelling(['Delete'], 'Delete', 'Remove the selected object', (labelling) =>
    labelling.removeSelected(),
  ),
  copy: whileLabelling(['$mod+c'], 'Ctrl+C', 'Copy the selected object, or all', (labelling) =>
    labelling.copy(),
  ),
  paste: whileLabelling(['$mod+v'], 'Ctrl+V', 'Paste, here or into another image', (labelling) =>
    labelling.paste(),
  ),
  outlines: whileLabelling(['z'], 'Z', 'Borders of objects on or off', (labelling) =>
    labelling.toggleOutlines(),
  ),
  undo: whileLabelling(['$mod+z'], 'Ctrl+Z', 'Undo', (labelling) => labelling.undo()),
  redo: whileLabelling(['$mod+Shift+z', '$mod+y'], 'Ctrl+Shift+Z', 'Redo', (labelling) => labelling.redo()),
  category: whileLabelling(
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    '1–9',
    'Class of what is drawn next, and of the selected object',
    (labelling, key) => labelling.choose(Number(key) - 1),
  ),
} as const satisfies Record<string, Shortcut<Labelling>>;

/** These are bound only while a person reviews, and go before those of labelling. */
export const reviewShortcuts = {
  accept: whileReviewing(['y'], 'Y', 'Accept the mask that is asked about', (labelling) =>
    labelling.acceptAsked(),
  ),
  refuse: whileReviewing(['n'], 'N', 'Refuse it: it is not offered again', (labelling) =>
    labelling.refuseAsked(),
  ),
  correct: whileReviewing(
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    '1–9',
    'Accept it with another class',
    (labelling, key) => labelling.choose(Number(key) - 1),
  ),
  mend: whileReviewing(
    ['b'],
    'B or E',
    'Accept it and mend its mask by brush or eraser (or its corners, O)',
    (labelling) => labelling.setTool('brush'),
  ),
  later: whileReviewing(['s'], 'S', 'The next mask, without an answer', (labelling) => labelling.ask(1)),
  before: whileReviewing(['w'], 'W', 'The mask before', (labelling) => labelling.ask(-1)),
  acceptAbove: whileReviewing(
    ['Shift+y'],
    'Shift+Y',
    'Accept every mask of the image that is above the thresholds',
    (labelling) => labelling.acceptAbove(),
  ),
} as const satisfies Record<string, Shortcut<Labelling>>;

const inThePlane = (
  keys: readonly string[],
  shown: string,
  does: string,
  accepts: boolean,
): Shortcut<(accepts: boolean) => void> => ({
  keys,
  shown,
  does,
  group: 'In the plane',
  act: (answer) => answer(accepts),
});

/** These are bound to the plane while a candidate of one's own images is chosen in it, and go before those of a review. */
export const planeShortcuts = {
  accept: inThePlane(['y'], 'Y', 'Accept the chosen candidate', true),
  refuse: inThePlane(['n'], 'N', 'Refuse it: it is not offered again', false),
} as const satisfies Record<string, Shortcut<(accepts: boolean) => void>>;

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
