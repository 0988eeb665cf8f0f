import { beforeAll, describe, expect, it } from 'vitest';
import { poolMode } from '../compute/kernels/pool-weights.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import fixture from '../network/fixtures/segmenter.json';
import { assignTargets } from '../network/targets.ts';
import {
  imageOf,
  instancesOf,
  parametersOf,
  type Reference,
  relativeErrors,
} from '../network/testing/reference.ts';
import { batchLoss, readLosses } from './loss.ts';
import { poolUnderMasks } from './pooling.ts';
import { within } from './scope.ts';
import { Segmenter } from './segmenter.ts';
import { gatherGradient } from './update.ts';
import { freshState, Weights } from './weights.ts';

const reference: Reference = fixture;
const { options } = reference;
const batch = reference.batches[2];

/** Losses of the reference's scene and the gradient of every parameter, as a training step computes them. */
async function trainingGradients() {
  const device = await createWasmDevice(1);
  const segmenter = new Segmenter(device, options);
  const { layout, geometry } = segmenter;
  const start = new Float32Array(layout.size);
  const parameters = parametersOf(batch, layout.specs);
  for (const { name, offset } of layout.specs) start.set(parameters[name].data, offset);
  const weights = new Weights(device, layout, freshState(start));
  const targets = assignTargets(instancesOf(batch, geometry.maskSide), options);
  const images = batch.scene.length;
  const result = await within(device, async (scope) => {
    const planes = scope.upload('f32', [targets.targets, geometry.maskPixels], targets.planes);
    const frame = { images, slots: options.slots, geometry };
    const pooling = poolUnderMasks(
      scope,
      [{ masks: planes, rows: targets.slots, mode: poolMode.coverage }],
      frame,
    );
    const cell = scope.upload('f32', [images, options.slots, geometry.cells], targets.cellChoice);
    const { shape, data } = imageOf(batch, options.side);
    const image = scope.upload('f32', shape, data);
    const pass = await segmenter.forward(weights.studentViews, { image, ...pooling, cell });
    scope.keepAll(pass.tensors);
    const loss = batchLoss(scope, pass.outputs, targets, planes, geometry, options);
    gatherGradient(device, weights, scope.keepAll(await segmenter.backward(pass, loss.gradients)));
    const [gradient, objectness, classes, masks] = await device.read(
      weights.gradient,
      loss.objectness,
      loss.classes,
      loss.masks,
    );
    return { gradient, losses: readLosses(objectness, classes, masks, targets) };
  });
  weights.dispose();
  await segmenter.release();
  const left = device.memory.tensors;
  await device.destroy();
  const gradients = Object.fromEntries(
    layout.specs.map(({ name, shape, offset, size }) => [
      name,
      { shape, data: result.gradient.subarray(offset, offset + size) },
    ]),
  );
  return { gradients, losses: result.losses, left };
}

describe('the training loss on wasm, against a plain re-statement in PyTorch', () => {
  let made: Awaited<ReturnType<typeof trainingGradients>>;

  beforeAll(async () => {
    made = await trainingGradients();
  }, 60_000);

  it.each(Object.keys(batch.losses) as (keyof typeof batch.losses)[])('%s', (name) => {
    expect(Math.abs(made.losses[name] / batch.losses[name] - 1)).toBeLessThan(1e-5);
  });

  it('has the gradient that autograd finds, for every parameter', () => {
    const errors = relativeErrors(made.gradients, batch.lossGradients);
    expect(errors.filter(([, error]) => !(error <= 1e-4))).toEqual([]);
  });

  it('leaves nothing on the device', () => {
    expect(made.left).toBe(0);
  });
});
