import { describe, expect, test } from 'vitest';
import { layerNames } from '../../state/viewer.ts';
import type { Actions } from '../session/actions.ts';
import { isTaken } from './bind.ts';
import {
  labellingShortcuts,
  lookingShortcuts,
  planeShortcuts,
  reviewShortcuts,
  type Shortcut,
  shortcuts,
  viewerKeys,
} from './table.ts';

const table = Object.values<Shortcut>(shortcuts);

test.each([
  ['looking', Object.values<Shortcut>(lookingShortcuts)],
  ['labelling', Object.values(labellingShortcuts)],
])('no key does two things while %s', (_, own) => {
  const keys = [...table, ...own, ...viewerKeys].flatMap(({ keys }) => [...keys]);
  expect(keys.length).toBe(new Set(keys.map((key) => key.toLowerCase())).size);
});

test('a review takes no key but those that answer or mend from labelling, and none from the page', () => {
  const keysOf = (shortcuts: readonly { readonly keys: readonly string[] }[]) =>
    shortcuts.flatMap(({ keys }) => keys.map((key) => key.toLowerCase()));
  const page = keysOf([...table, ...viewerKeys]);
  const drawing = keysOf(Object.values(labellingShortcuts));
  const reviewing = keysOf(Object.values(reviewShortcuts));
  expect(reviewing.filter((key) => page.includes(key))).toEqual([]);
  expect(reviewing.filter((key) => drawing.includes(key) && !/^\d$/.test(key))).toEqual(['y', 'n', 'b']);
});

test('the plane answers with the keys of a review', () => {
  const answers: boolean[] = [];
  for (const name of ['accept', 'refuse'] as const) {
    expect(planeShortcuts[name].keys).toEqual(reviewShortcuts[name].keys);
    planeShortcuts[name].act((accepts) => void answers.push(accepts), planeShortcuts[name].keys[0]);
  }
  expect(answers).toEqual([true, false]);
});

test('each number shows or hides the layer of that place', () => {
  const toggled: string[] = [];
  const actions = { toggleLayer: (name: string) => void toggled.push(name) } as unknown as Actions;
  for (const key of lookingShortcuts.layer.keys) lookingShortcuts.layer.act(actions, key);
  expect(toggled).toEqual([...layerNames]);
});

test('the keys that people know from the product notes are there', () => {
  const shown = Object.fromEntries(
    Object.entries<Shortcut>(shortcuts).map(([name, { shown }]) => [name, shown]),
  );
  expect(shown).toMatchObject({
    playPause: 'Space',
    step: '.',
    reset: 'R',
    previous: 'A',
    next: 'D',
    masks: 'X',
    sheet: '?',
  });
});

test('each shortcut does what its button does', () => {
  const called: PropertyKey[] = [];
  const actions = new Proxy({} as Actions, {
    get: (_, name) => () => void called.push(name),
  });
  for (const { act, keys } of table) act(actions, keys[0]);
  expect(called).toEqual([
    'playPause',
    'step',
    'reset',
    'bringLastBack',
    'previous',
    'next',
    'toggleMasks',
    'toggleLabelling',
    'toggleReview',
    'toggleRuns',
    'toggleLogarithmic',
    'cycleTheme',
    'toggleShortcuts',
  ]);
});

describe('isTaken', () => {
  test('leaves every key to one who types', () => {
    expect(isTaken('r', { tagName: 'INPUT', type: 'number' })).toBe(true);
    expect(isTaken('a', { tagName: 'SELECT' })).toBe(true);
    expect(isTaken('.', { tagName: 'DIV', isContentEditable: true })).toBe(true);
  });

  test('leaves Space to what it presses, and letters to the shortcuts', () => {
    expect(isTaken('Space', { tagName: 'BUTTON' })).toBe(true);
    expect(isTaken('d', { tagName: 'BUTTON' })).toBe(false);
    expect(isTaken('x', { tagName: 'INPUT', type: 'range' })).toBe(false);
    expect(isTaken('Space', { tagName: 'BODY' })).toBe(false);
    expect(isTaken('Space', null)).toBe(false);
  });

  test('leaves Space to the shortcuts where the pointer pressed the button, but not in a dialog', () => {
    const button = { tagName: 'BUTTON' };
    expect(isTaken('Space', button, button)).toBe(false);
    expect(isTaken('Space', button, { tagName: 'BUTTON' })).toBe(true);
    const inDialog = { tagName: 'BUTTON', closest: () => ({}) };
    expect(isTaken('Space', inDialog, inDialog)).toBe(true);
  });
});
