import { expect, test } from 'vitest';
import { demoDataset } from './index.ts';

test('options out of range are refused in a sentence', async () => {
  expect(() => demoDataset({ classConfusion: 1.2 })).toThrow(
    "The demo dataset's classConfusion is 1.2; the dial goes from 0 to 1.",
  );
  expect(() => demoDataset({ boundarySoftness: Number.NaN })).toThrow('boundarySoftness is NaN');
  expect(() => demoDataset({ size: 32 })).toThrow('size is 32; it must be a whole number from 64 to 1024');
  expect(() => demoDataset({ training: -1 })).toThrow('training is -1');
  expect(() => demoDataset({ seed: 0.5 })).toThrow('seed is 0.5');
  const { dataset } = demoDataset({ training: 1, validation: 0, test: 0 });
  await expect(dataset.picture(2)).rejects.toThrow('The demo dataset has no image 2');
  await expect(dataset.instances(0)).rejects.toThrow('The demo dataset has no image 0');
});

test('a picture is what its record says, and is kept', async () => {
  const { dataset, splits } = demoDataset({ size: 64, training: 3, validation: 1, test: 1 });
  expect(dataset.images.map((image) => image.name)).toEqual([
    'training-0001',
    'training-0002',
    'training-0003',
    'validation-0001',
    'test-0001',
  ]);
  const [first = 0] = splits.validation;
  const picture = await dataset.picture(first);
  expect([picture.width, picture.height, picture.rgb.length]).toEqual([64, 64, 64 * 64 * 3]);
  expect(await dataset.picture(first)).toBe(picture);
  expect(await dataset.instances(first)).toBe(await dataset.instances(first));
});

test('a scene takes far less than a second', async () => {
  const { dataset } = demoDataset();
  await dataset.picture(1);
  // Processor time, microseconds: other work on the machine does not count.
  const start = process.cpuUsage();
  for (const id of [2, 3, 4, 5]) await dataset.picture(id);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 4e6).toBeLessThan(0.8);
});

test('pictures use the whole range of light without drowning in it', async () => {
  const { dataset, splits } = demoDataset({ size: 96, training: 40 });
  const histogram = new Float64Array(256);
  for (const id of splits.training) {
    for (const byte of (await dataset.picture(id)).rgb) histogram[byte] = (histogram[byte] ?? 0) + 1;
  }
  const total = histogram.reduce((a, b) => a + b, 0);
  const share = (from: number, to: number) => histogram.slice(from, to).reduce((a, b) => a + b, 0) / total;
  expect(share(0, 1)).toBeLessThan(0.02);
  expect(share(255, 256)).toBeLessThan(0.02);
  expect(share(0, 64)).toBeGreaterThan(0.08);
  expect(share(192, 256)).toBeGreaterThan(0.05);
});
