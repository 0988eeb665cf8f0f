import { expect, test, vi } from 'vitest';
import type { Settings } from '../../settings/schema.ts';
import {
  MemoryVault,
  noProjects,
  openSource,
  type SmallEngine,
  smallEngines,
} from '../testing/small-engine.ts';
import { MOST_ASIDE, putAside } from './aside.ts';
import { readCheckpoint } from './checkpoint-file.ts';
import { keepWithin, MOST_STORED } from './keep-within.ts';
import { isAside, projectOf, runKey, type StoredRun, settingsOf } from './stored-run.ts';
import { storedRun } from './testing/stored-run.ts';
import { wholeMethod } from './testing/whole-method.ts';
import { withRoom } from './with-room.ts';

// Real training, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

/** The teacher labels from the third step on. */
const settings: Settings = { ...wholeMethod, burnIn: 2 };
const other: Settings = { ...settings, seed: 6 };

const start = smallEngines();

/** Brings back what was put aside last, as the page does. */
async function bringBack(small: SmallEngine, id = small.of('put aside').at(-1)?.id ?? '') {
  return small.engine.open(await small.engine.bringBack(id), 'where it stood');
}

const stepsOf = async ({ engine }: SmallEngine): Promise<number[]> =>
  (await engine.asideRuns()).map(({ step }) => step);

test('a run that was reset comes back as if nothing had happened, to the bit', async () => {
  const whole = start();
  await whole.engine.open(settings);
  const uninterrupted = await whole.losses(6);
  expect(whole.of('step').at(-1)?.pseudoLabels?.candidates).toBeGreaterThan(0);

  const small = start();
  await small.engine.open(settings);
  const before = await small.losses(4);
  const stood = readCheckpoint(await small.engine.exportCheckpoint());
  const seen = await small.engine.candidates();
  await small.engine.reset();
  expect(small.of('put aside')).toMatchObject([{ step: 4, settings }]);
  // The same settings again: their own checkpoint must not take its place.
  await small.losses(2);
  const { resumed } = await bringBack(small);
  expect([...(resumed?.curves.losses.total ?? [])]).toEqual(before.map(({ total }) => total));
  expect(resumed?.curves.fates?.step).toHaveLength(2);
  expect(await small.engine.candidates()).toEqual(seen);
  // Weights, optimizer, thresholds, prototypes and curves.
  const stands = readCheckpoint(await small.engine.exportCheckpoint());
  expect(stands).toEqual({ ...stood, saved: stands.saved });
  expect(await small.losses(2)).toEqual(uninterrupted.slice(4));
});

test('what stands when another is brought back changes places with it', async () => {
  const small = start();
  await small.engine.open(settings);
  await small.losses(2);
  await small.engine.reset();
  await small.losses(1);
  expect((await bringBack(small)).resumed?.step).toBe(2);
  expect(await stepsOf(small)).toEqual([1]);
  expect((await bringBack(small)).resumed?.step).toBe(1);
  expect(await stepsOf(small)).toEqual([2]);
});

test('at step 0 there is nothing to put aside', async () => {
  const small = start();
  await small.engine.open(settings);
  await small.engine.reset();
  await small.engine.open(other);
  expect(small.of('put aside')).toEqual([]);
  expect(await stepsOf(small)).toEqual([]);
});

test('a run that is left in the middle of training has its curves to the end', async () => {
  const small = start();
  await small.engine.open(settings);
  const since = small.events.length;
  await small.engine.play();
  await small.until('step', ({ step }) => step >= 2, since);
  await small.engine.reset();
  const [{ step }] = small.of('put aside');
  const { resumed } = await bringBack(small);
  expect(resumed?.step).toBe(step);
  expect(resumed?.curves.losses.step.at(-1)).toBe(step);
});

test('a run that another of other settings follows keeps its place, and comes back', async () => {
  const vault = new MemoryVault();
  const small = start({ vault });
  await small.engine.open(settings);
  await small.losses(2);
  await small.engine.open(other);
  expect(small.of('put aside')).toMatchObject([{ step: 2, settings }]);
  expect(await vault.keys()).toEqual([runKey(settings, undefined)]);
  expect(await stepsOf(small)).toEqual([2]);
  await small.losses(1);
  expect((await bringBack(small, small.of('put aside')[0].id)).resumed?.step).toBe(2);
  expect(await stepsOf(small)).toEqual([1]);
});

test('a run of earlier days is put aside where its settings begin anew', async () => {
  const vault = new MemoryVault();
  const first = start({ vault });
  await first.engine.open(settings);
  await first.losses(2);
  await first.until('kept', ({ step }) => step === 2);

  const small = start({ vault });
  await small.engine.open(settings);
  expect(small.of('put aside')).toMatchObject([{ step: 2 }]);
  await small.losses(1);
  expect((await bringBack(small, small.of('put aside')[0].id)).resumed?.step).toBe(2);
});

test('a knob that is turned to the settings of a kept run takes no place of it', async () => {
  const vault = new MemoryVault();
  const first = start({ vault });
  await first.engine.open(settings);
  await first.losses(2);
  await first.until('kept', ({ step }) => step === 2);
  const key = runKey(settings, undefined);

  const small = start({ vault });
  await small.engine.open({ ...settings, classThreshold: 0.2 });
  await small.engine.change({ classThreshold: settings.classThreshold });
  // At step 0 there is nothing to keep.
  expect((await vault.find(key))?.checkpoint.step).toBe(2);
  await small.losses(1);
  await small.until('kept', ({ step }) => step === 1);
  expect((await vault.find(key))?.checkpoint.step).toBe(1);
  expect((await bringBack(small)).resumed?.step).toBe(2);
});

test('a checkpoint from a file takes no place of the run that it was taken from', async () => {
  const small = start();
  await small.engine.open(settings);
  await small.losses(1);
  const file = new Blob([await small.engine.exportCheckpoint()]);
  await small.losses(2);
  const kept = await small.engine.takeCheckpoint(file);
  expect((await small.engine.open(kept, 'where it stood')).resumed?.step).toBe(1);
  expect((await bringBack(small)).resumed?.step).toBe(3);
});

test('runs of a queue leave nothing behind, and the one before them stays', async () => {
  const vault = new MemoryVault();
  const small = start({ vault });
  await small.engine.open(settings);
  await small.losses(2);
  for (const [i, rule] of (['off', 'coupled', 'dual'] as const).entries()) {
    await small.engine.open({ ...settings, rule }, i === 0 ? 'anew' : 'next');
    await small.losses(1);
  }
  expect(small.of('put aside')).toHaveLength(1);
  expect(vault.runs.size).toBe(2);
  expect((await bringBack(small)).resumed?.step).toBe(2);
});

test('a run of a project comes back with its project', async () => {
  const source = await openSource(settings);
  let project = 'cells';
  const own = {
    ...noProjects,
    present: () => ({ id: project, name: project, images: 8, annotated: 4, touched: 0, open: true }),
    openProject: async (id: string) => {
      project = id;
    },
  };
  const small = start({ own, openSource: async () => ({ ...source, project }) });
  const ours: Settings = { ...settings, dataset: 'own' };
  await small.engine.open(ours);
  await small.losses(1);
  await small.engine.reset();
  project = 'leaves';
  await small.engine.open(ours, 'where it stood');
  expect((await bringBack(small)).resumed?.step).toBe(1);
  expect(project).toBe('cells');
});

test('a run that classes no longer fit is put aside as it was kept before they were edited', async () => {
  const source = await openSource(settings);
  const all = source.dataset.categories;
  let categories = all;
  const dataset = {
    ...source.dataset,
    get categories() {
      return categories;
    },
  };
  const own = {
    ...noProjects,
    present: () => ({ id: 'cells', name: 'cells', images: 8, annotated: 4, touched: 0, open: true }),
    // One is removed, and another added: as many as before.
    editClasses: async () => {
      categories = [...all.slice(1), { id: 99, name: 'rod' }];
      // Trained on while the edit is still being saved.
      await small.losses(1);
    },
    undoClassEdit: async () => {
      categories = all;
    },
  };
  const small = start({ own, openSource: async () => ({ ...source, dataset, project: 'cells' }) });
  const ours: Settings = { ...settings, dataset: 'own' };
  await small.engine.open(ours);
  await small.losses(2);
  await small.until('kept', ({ step }) => step === 2);
  await small.engine.editClasses('cells', { kind: 'remove', category: 0 });
  // Its outputs mean what they were made for.
  const taken = readCheckpoint(await small.engine.exportCheckpoint());
  expect(taken.classes).toEqual(all.map(({ name }) => name));
  await small.engine.open(ours);
  const [{ id, step }] = small.of('put aside');
  expect(step).toBe(3);
  await expect(small.engine.bringBack(id)).rejects.toThrow(/does not fit the images that are here/);
  await small.engine.undoClassEdit('cells');
  expect((await bringBack(small, id)).resumed?.step).toBe(3);
});

test('without room, or without storage, a reset begins anew all the same, and says what is lost', async () => {
  const vault = new MemoryVault();
  const small = start({ vault });
  await small.engine.open(settings);
  await small.losses(1);
  const put = vi.spyOn(vault, 'put');
  put.mockRejectedValue(Object.assign(new Error(), { name: 'QuotaExceededError' }));
  await small.engine.reset();
  expect(small.states.at(-1)).toBe('paused');
  await small.losses(1);
  put.mockRejectedValue(new Error('There is no storage.'));
  await small.engine.open(other);
  const told = small.of('notice').map(({ notice: { what } }) => what);
  expect(told.filter((what) => what.includes('brought back'))).toEqual([
    'The run that stood at step 1 cannot be brought back: there is no room left on this computer for this page.',
    'The run that stood at step 1 cannot be brought back: There is no storage.',
  ]);
  expect(small.of('put aside')).toEqual([]);
  await expect(small.engine.bringBack('nobody')).rejects.toThrow(/is kept no longer/);
});

const run = (id: string): StoredRun => ({ ...storedRun({ key: id, parameters: 10 }), id });

test('so many are put aside at most, whatever else is kept; where room is needed they go first', async () => {
  const vault = new MemoryVault();
  const parts = { surroundings: { vault }, emit: () => {} };
  for (let i = 0; i <= MOST_ASIDE; i++) await putAside(parts, run(String(i)));
  const asides = await vault.keys();
  expect(asides).toHaveLength(MOST_ASIDE);
  expect(asides.every(isAside)).toBe(true);
  // Those of a project go with it, but none of them is what it is gone on with.
  expect(asides.map(projectOf)).toEqual(asides.map(() => ''));
  expect(asides.map(settingsOf)).toEqual(asides.map(() => undefined));
  for (let i = 0; i < MOST_STORED + 2; i++) await keepWithin(vault, run(`kept ${i}`));
  expect(await vault.keys()).toHaveLength(MOST_STORED + MOST_ASIDE);
  expect(await vault.keys()).toEqual(expect.arrayContaining(asides));
  let refusals = 1;
  await withRoom(vault, async () => {
    if (refusals-- > 0) throw Object.assign(new Error(), { name: 'QuotaExceededError' });
  });
  expect(await vault.keys()).toHaveLength(MOST_STORED + MOST_ASIDE - 1);
  expect(await vault.keys()).not.toContain(asides[0]);
});
