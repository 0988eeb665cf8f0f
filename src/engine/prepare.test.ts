import { expect, test, vi } from 'vitest';
import type { Choice } from '../compute/choose.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { openSource, smallEngines, smallSettings } from './testing/small-engine.ts';

vi.setConfig({ testTimeout: 60_000 });

const start = smallEngines();

test('what must be fetched is on its way before the images are looked at', async () => {
  const asked: string[] = [];
  const small = start({
    chooseDevice: async () => {
      asked.push('device');
      return { device: await createWasmDevice(2), reason: 'Tests run on it.', warning: false };
    },
    baseWeights: async () => {
      asked.push('base weights');
      throw new Error('There are none.');
    },
    openSource: (settings) => {
      asked.push('images');
      return openSource(settings);
    },
  });
  await small.engine.open({ ...smallSettings, start: 'base' });
  expect(asked).toEqual(['device', 'base weights', 'images']);
  await small.engine.open(smallSettings);
  expect(asked.slice(3)).toEqual(['device', 'images']);
});

test('where the images cannot be had, the device that was on its way is given back', async () => {
  const device = await createWasmDevice(2);
  let arrive: (choice: Choice) => void = () => {};
  const small = start({
    chooseDevice: () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
    openSource: async () => {
      throw new RangeError('There are no such images.');
    },
  });
  await expect(small.engine.open(smallSettings)).rejects.toThrow('There are no such images.');
  arrive({ device, reason: 'Tests run on it.', warning: false });
  expect(await device.lost).toEqual({ reason: 'it was destroyed' });
});

test('where no device can be had, the images are the first thing that is told of', async () => {
  const small = start({
    chooseDevice: async () => {
      throw new Error('There is no device.');
    },
    openSource: async () => {
      throw new RangeError('There are no such images.');
    },
  });
  await expect(small.engine.open(smallSettings)).rejects.toThrow('There are no such images.');
});
