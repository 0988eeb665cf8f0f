import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createStandIn } from '../engine/testing/stand-in-engine.ts';
import { schema } from '../settings/schema.ts';
import { defaultSettings, knobNames } from '../settings/settings.ts';
import type { NoticeFacts } from '../state/notices.ts';
import { createStores, type Stores } from '../state/stores.ts';
import { App } from './app.tsx';
import { createActions } from './session/actions.ts';

const engine = createStandIn({
  draw: () => Promise.reject(new Error('Nothing is drawn here.')),
  milliseconds: 1,
});
const drawn = (stores: Stores) =>
  renderToStaticMarkup(<App session={{ engine, stores, actions: createActions(engine, stores) }} />);

test('every knob of the schema has a control with its name, its help and its value', () => {
  const markup = drawn(createStores({ ...defaultSettings, labelled: '10%' }));
  for (const name of knobNames) {
    expect(markup).toContain(`data-knob="${name}"`);
    expect(markup).toContain(schema[name].help.replaceAll("'", '&#x27;'));
  }
  expect(markup).toContain('value="10%"');
  // Only the knob that was turned has a way back.
  expect(markup.match(/: back to /g)).toEqual([': back to ']);
  expect(markup).toContain('Labelled: back to 5%');
});

test('before a run stands nothing can be trained, and the page says what it waits for', () => {
  const markup = drawn(createStores());
  expect(markup).toContain('Preparing data, device and network…');
  expect(markup).toMatch(/<button[^>]*disabled=""[^>]*>.*?Play/);
});

test('notices stand in a polite region, errors with a way to copy them', () => {
  const notice = {
    level: 'error',
    what: 'The loss is NaN.',
    where: 'step 7',
    advice: 'Take a smaller learning rate.',
  } as const;
  // Drawn without a browser, a component sees the facts that its store began with.
  const notices = createStore<NoticeFacts>(() => ({
    shown: [{ ...notice, id: 1, times: 1 }],
    further: [],
    lastError: 0,
    cautions: [],
  }));
  const markup = drawn({ ...createStores(), notices });
  expect(markup).toMatch(/aria-live="polite"[^>]*>.*The loss is NaN\./);
  expect(markup).toContain('Where: step 7.');
  expect(markup).toContain('Copy');
});
