import { afterEach, expect, test, vi } from 'vitest';
import { demoDataset } from '../data/demo/index.ts';
import { usefulnessMeasures } from '../metrics/usefulness.ts';
import { noProjects, SmallEngine, smallSettings } from './testing/small-engine.ts';

vi.setConfig({ testTimeout: 120_000 });

const { dataset } = demoDataset({ training: 6, validation: 0, test: 0, size: 128 });
const ids = dataset.images.map(({ id }) => id);
const [taught, known, ...open] = ids;
const splits = { labelled: [taught], unlabelled: [known, ...open], validation: [], test: [] };
/** Nobody knows what is in the open ones. */
const ours = {
  ...dataset,
  instances: async (id: number) => (open.includes(id) ? [] : dataset.instances(id)),
};
const looked = new Set([taught, known, open[0]]);

const small = new SmallEngine({
  openSource: async () => ({ dataset: ours, splits }),
  own: { ...noProjects, looked: async () => looked, splits: async () => splits },
});
afterEach(() => small.engine.close());

test('images that nobody has marked are ranked by each measure, those that a person has seen last', async () => {
  const { engine } = small;
  await engine.open({ ...smallSettings, dataset: 'own', burnIn: 1 });
  await engine.step();
  const sizes = await engine.objectSizes();
  expect(sizes.length).toBe((await dataset.instances(taught)).filter(({ crowd }) => !crowd).length);
  expect(sizes.every((size) => size > 0 && size < 1)).toBe(true);
  const idle = small.device.memory;
  for (const measure of usefulnessMeasures) {
    const queue = await engine.reviewQueue(measure);
    expect(queue).toMatchObject({ measure, step: 1, left: 0 });
    expect(queue.images.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(open);
    expect(queue.images.at(-1)?.id).toBe(open[0]);
    const values = queue.images.slice(0, -1).map(({ usefulness }) => usefulness);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    for (const { usefulness } of queue.images) {
      expect(usefulness).toBeGreaterThanOrEqual(0);
      expect(usefulness).toBeLessThanOrEqual(1);
    }
  }
  expect(small.device.memory).toEqual(idle);

  // What the thresholds make of a mask is told with it: those of the settings, then those of the rule in force.
  for (const step of [1, 2]) {
    const proposals = await engine.proposals(open[1]);
    expect(proposals.length, `step ${step}`).toBeGreaterThan(0);
    for (const { fate, classQuality, maskQuality } of proposals) {
      expect(fate.reason).toMatch(/[a-z].*\.$/);
      if (!fate.kept) continue;
      expect(classQuality).toBeGreaterThan(0);
      expect(maskQuality).toBeGreaterThan(0.5);
    }
    await engine.step();
  }
});
