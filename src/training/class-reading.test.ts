import { expect, it } from 'vitest';
import type { Device, Tensor } from '../compute/device.ts';
import { turnedFrom, turnPlanes } from '../compute/kernels/turn-planes.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { initialParameters } from '../network/parameters.ts';
import { MOST_VIEWS, meanOf, readClasses } from './class-reading.ts';
import { networkOptions } from './network-options.ts';
import { within } from './scope.ts';
import { Segmenter } from './segmenter.ts';
import { DEMO_CLASSES } from './testing/demo-images.ts';
import { freshState, Weights } from './weights.ts';

const SIDE = 128;
const QUARTER = 5;

const noise = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin((i + 1) * 12.9898 * seed) * 0.5 + 0.5);

function turned(device: Device, source: Tensor<'f32'>, side: number): Tensor<'f32'> {
  const out = device.create('f32', source.shape);
  device.run(turnPlanes, { source, turned: out }, { size: source.size, side, turn: QUARTER });
  return out;
}

it('the mean over all turns does not change when the image is turned; one view does', {
  timeout: 60_000,
}, async () => {
  const device = await createWasmDevice();
  const segmenter = new Segmenter(device, networkOptions(SIDE, DEMO_CLASSES, 12));
  const { poolPixels, poolSide, cells, gridSide } = segmenter.geometry;
  const { slots } = segmenter.options;
  const weights = new Weights(device, segmenter.layout, freshState(initialParameters(segmenter.layout, 3)));
  const parameters = weights.studentViews;
  const choice = new Float32Array(slots * cells);
  for (let slot = 0; slot < slots; slot++) choice[slot * cells + 17 * slot + 3] = 1;

  const read = (views: number, turn: boolean) =>
    within(device, async (scope) => {
      const plain = {
        image: scope.upload('f32', [1, 3, SIDE, SIDE], noise(3 * SIDE * SIDE, 1)),
        inside: scope.upload('f32', [1, slots, poolPixels], noise(slots * poolPixels, 2)),
        ring: scope.upload('f32', [1, slots, poolPixels], noise(slots * poolPixels, 3)),
      };
      const { image, ...pooling } = turn
        ? {
            image: scope.keep(turned(device, plain.image, SIDE)),
            inside: scope.keep(turned(device, plain.inside, poolSide)),
            ring: scope.keep(turned(device, plain.ring, poolSide)),
          }
        : plain;
      const places = turn
        ? choice.map((_, i) => choice[i - (i % cells) + turnedFrom(i % cells, gridSide, QUARTER)])
        : choice;
      const features = scope.keepAll(await segmenter.trunk(parameters, image));
      const pass = { image, features, pooling, choice: places };
      const readings = await readClasses(scope, segmenter, parameters, pass, views);
      return meanOf(await device.read(...readings.map(({ probabilities }) => probabilities)));
    });

  const difference = (a: Float32Array, b: Float32Array): number =>
    a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
  expect(difference(await read(MOST_VIEWS, true), await read(MOST_VIEWS, false))).toBeLessThan(1e-5);
  expect(difference(await read(1, true), await read(1, false))).toBeGreaterThan(1e-4);
  weights.dispose();
  await segmenter.release();
  expect(device.memory.tensors).toBe(0);
  await device.destroy();
});

it('the mean of one is that one', () => {
  const only = Float32Array.of(1, 2);
  expect(meanOf([only])).toBe(only);
  expect([...meanOf([only, Float32Array.of(3, 5)])]).toEqual([2, 3.5]);
});
