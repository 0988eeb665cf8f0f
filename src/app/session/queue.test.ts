import { beforeEach, expect, test } from 'vitest';
import type { RunDescription } from '../../engine/protocol/run.ts';
import { defaultSettings } from '../../settings/settings.ts';
import type { QueuedRun } from '../../state/runs.ts';
import { createStores, type Stores } from '../../state/stores.ts';
import { followQueue } from './queue.ts';

let stores: Stores;
let begun: QueuedRun[];

const next: QueuedRun = { settings: { ...defaultSettings, rule: 'dual' }, project: 'ponds' };

/** A run of a project is opened, and stands at its last step. */
function finish(project: string | undefined): void {
  const { run, runs } = stores;
  run.setState({ state: 'preparing' });
  const id = `last of ${project}`;
  const settings = { ...defaultSettings, steps: 20 };
  const scores = { step: [20], ap: [0.3], ap50: [0.5], ap75: [0.3] };
  const kept = { id, ended: 1, settings, steps: 20, device: '', scores };
  runs.setState(({ runs: others }) => ({ present: id, runs: [kept, ...others] }));
  run.setState({ state: 'finished', description: { project } as RunDescription });
}

beforeEach(() => {
  stores = createStores();
  begun = [];
  followQueue(stores, async (one) => void begun.push(one));
});

test('the next run begins when the present one is finished and kept', () => {
  stores.runs.setState({ queue: [next] });
  expect(begun).toEqual([]);
  finish('ponds');
  expect(begun).toEqual([next]);
});

test('it waits where another project, or the demo, is open, and begins when its own is again', () => {
  stores.runs.setState({ queue: [next] });
  finish('lakes');
  finish(undefined);
  expect(begun).toEqual([]);
  finish('ponds');
  expect(begun).toEqual([next]);
});
