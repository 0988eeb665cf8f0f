import { expect, test } from 'vitest';
import { demoDataset } from './index.ts';
import { fingerprint } from './testing/fingerprint.ts';
import { pinned } from './testing/pinned.ts';

test.each(pinned)('scene $id under $options is what it always was', async (scene) => {
  expect(await fingerprint(demoDataset(scene.options).dataset, scene.id)).toBe(scene.fingerprint);
});

test('a scene does not depend on what was asked before, nor on how many scenes there are', async () => {
  const long = demoDataset({ size: 96 });
  await long.dataset.picture(3);
  await long.dataset.instances(100_001);
  const short = demoDataset({ size: 96, training: 2, validation: 2, test: 0 });
  expect(await fingerprint(long.dataset, 100_002)).toBe(await fingerprint(short.dataset, 100_002));
});

test('seed, split and index each give another scene', async () => {
  const one = demoDataset({ size: 96 }).dataset;
  const two = demoDataset({ size: 96, seed: 2 }).dataset;
  const prints = [
    await fingerprint(one, 1),
    await fingerprint(one, 2),
    await fingerprint(one, 100_001),
    await fingerprint(two, 1),
  ];
  expect(new Set(prints).size).toBe(4);
});
