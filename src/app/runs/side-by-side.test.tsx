import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createStandIn } from '../../engine/testing/stand-in-engine.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { createRunsStore, type KeptRun, type RunsFacts } from '../../state/runs.ts';
import { createStores } from '../../state/stores.ts';
import { createActions } from '../session/actions.ts';
import { SessionContext } from '../session/context.tsx';
import { SideBySide } from './side-by-side.tsx';

const engine = createStandIn({
  draw: () => Promise.reject(new Error('Nothing is drawn here.')),
  milliseconds: 1,
});
const run = (id: string, seed: number): KeptRun => ({
  id,
  ended: 1_700_000_000_000,
  settings: { ...defaultSettings, seed },
  steps: 20,
  device: 'WebAssembly',
  scores: { step: [10, 20], ap: [11, 12.5], ap50: [20, 21], ap75: [9, 8] },
});

/** As it is drawn with these runs kept. */
function drawn(facts: Partial<RunsFacts>): string {
  const stores = {
    ...createStores(),
    runs: createStore(() => ({ ...createRunsStore().getState(), ...facts })),
  };
  const session = { engine, stores, actions: createActions(engine, stores) };
  return renderToStaticMarkup(
    <SessionContext value={session}>
      <SideBySide />
    </SessionContext>,
  );
}

test('before a run is evaluated there is nothing to show', () => {
  expect(drawn({ runs: [run('a', 1)] })).toBe('');
});

test('one run alone is shown with its figures, and can be taken home', () => {
  const markup = drawn({ runs: [run('a', 1)], present: 'a' });
  expect(markup).toContain('12.5');
  for (const kind of ['CSV', 'JSON', 'PNG']) expect(markup).toContain(`${kind} of penumbra-runs`);
  expect(markup).not.toContain('Side by side');
  expect(markup).not.toContain('Their settings are the same');
});

test('of two, what differs is told', () => {
  const markup = drawn({ runs: [run('a', 1), run('b', 2)], present: 'a', compared: ['b'] });
  expect(markup).toContain('What differs between the runs');
  // The drawing tells by itself which line is which, wherever it is taken.
  const drawing = markup.match(/<svg[^>]*run-drawing.*?<\/svg>/)?.[0];
  for (const words of ['Run 1 (', 'Run 2 (seed 2)', 'mask AP, percent']) expect(drawing).toContain(words);
  expect(markup).toMatch(/<th scope="row">Seed<\/th><td>1<\/td><td>2<\/td>/);
});
