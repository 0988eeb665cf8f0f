import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineEvent } from '../../engine/protocol/events.ts';
import { createStandIn } from '../../engine/testing/stand-in-engine.ts';
import type { Settings } from '../../settings/schema.ts';
import { defaultSettings } from '../../settings/settings.ts';
import type { KeptQueue } from '../../state/kept-queue.ts';
import { receive } from '../../state/receive.ts';
import { createStores, type Stores } from '../../state/stores.ts';
import { createActions } from './actions.ts';
import { keepQueue } from './kept-queue.ts';

const short: Settings = { ...defaultSettings, labelled: '4', steps: 3, evaluateEvery: 10, burnIn: 2 };
const plan = { steps: ['labels alone', 'one threshold', 'two thresholds'], seeds: 1 };

let stored: unknown;

/** A visit to the page with the link of these settings. */
async function visit(settings: Settings) {
  const stores = createStores(settings);
  const draw = () => Promise.reject(new Error('Nothing is drawn here.'));
  const engine = createStandIn({ draw, milliseconds: 1 });
  let left = false;
  await engine.listen((event: EngineEvent) => {
    if (!left) receive(stores, event);
  });
  const actions = createActions(engine, stores);
  const keeping = keepQueue(stores, async () => ({
    read: async () => structuredClone(stored),
    async write(queue: KeptQueue | undefined) {
      if (!left) stored = structuredClone(queue);
    },
  }));
  await actions.start();
  await keeping;
  const leave = () => {
    left = true;
  };
  return { stores, actions, leave };
}

const steps = ({ runs }: Stores) => runs.getState().queue.map(({ ablation }) => ablation?.step);

beforeEach(() => {
  stored = undefined;
});

describe('an ablation that is left in its middle', () => {
  test('goes on where it was, to its end, and nothing is left of it then', { timeout: 20_000 }, async () => {
    const first = await visit(short);
    await first.actions.ablate(plan);
    expect(steps(first.stores)).toEqual(['one threshold', 'two thresholds']);
    const { settings } = stored as KeptQueue;
    first.leave();

    const second = await visit(settings);
    expect(steps(second.stores)).toEqual(['one threshold', 'two thresholds']);
    expect(second.stores.runs.getState().part?.step).toBe('labels alone');
    expect(second.stores.notices.getState().shown[0]?.what).toBe('2 runs of an ablation still to come.');
    await second.actions.playPause();
    await vi.waitFor(() => expect(second.stores.runs.getState().runs).toHaveLength(3), { timeout: 15_000 });
    const { runs } = second.stores.runs.getState();
    expect(runs.map(({ ablation }) => ablation?.step)).toEqual([...plan.steps].reverse());
    expect(new Set(runs.map(({ ablation }) => ablation?.id)).size).toBe(1);
    await second.actions.reset();
    expect(stored).toBeUndefined();
  });

  test('goes on with the run that was about to begin', async () => {
    const first = await visit(short);
    await first.actions.ablate(plan);
    const [next] = first.stores.runs.getState().queue;
    first.leave();

    const second = await visit(next?.settings ?? short);
    expect(second.stores.runs.getState().part?.step).toBe('one threshold');
    expect(steps(second.stores)).toEqual(['two thresholds']);
  });

  test('waits while another link is open', async () => {
    const first = await visit(short);
    await first.actions.ablate(plan);
    first.leave();
    const before = stored;

    const second = await visit({ ...short, seed: 9 });
    expect(steps(second.stores)).toEqual([]);
    expect(stored).toEqual(before);
  });
});

test('what is stopped is not brought back', async () => {
  const first = await visit(short);
  await first.actions.ablate(plan);
  first.actions.stopQueue();
  const { settings } = stored as KeptQueue;
  first.leave();
  const second = await visit(settings);
  expect(steps(second.stores)).toEqual([]);
  // It is still a part of its ablation.
  expect(second.stores.runs.getState().part?.step).toBe('labels alone');
});

test.each([
  ['nothing', undefined],
  ['no queue', 'runs'],
  ['a queue without settings', { settings: {}, queue: [{ ablation: { id: 'a', step: 'b' } }] }],
  ['a queue that follows nothing', { queue: [] }],
])('%s in the storage is no queue', async (_, value) => {
  stored = value;
  const { stores } = await visit(short);
  expect(stores.runs.getState().queue).toEqual([]);
  expect(stores.notices.getState().shown).toEqual([]);
});

test('storage that fails is told, and queues work all the same', async () => {
  const stores = createStores(short);
  await keepQueue(stores, () => Promise.reject(new Error('The disk is full.')));
  expect(stores.notices.getState().shown[0]?.what).toBe(
    'Runs that are to follow cannot be kept: The disk is full.',
  );
});
