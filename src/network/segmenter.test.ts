import { describe, expect, it } from 'vitest';
import { runModel } from '../onnx/testing/run.ts';
import fixture from './fixtures/segmenter.json';
import { trainingNetwork } from './segmenter.ts';
import { networkErrors } from './testing/network-errors.ts';
import type { Reference } from './testing/reference.ts';

const reference: Reference = fixture;

describe('the segmenter on wasm, against a plain re-statement in PyTorch', () => {
  const batch = reference.batches[2];

  it('has the same parameters', () => {
    const { specs } = trainingNetwork(reference.options, 2).layout;
    const shapes = Object.entries(batch.gradients).map(([name, { shape }]) => [name, shape] as const);
    expect(Object.fromEntries(specs.map(({ name, shape }) => [name, shape]))).toEqual(
      Object.fromEntries(shapes),
    );
  });

  it('has the same outputs and the same gradient of every parameter', async () => {
    const { outputs, gradients } = await networkErrors(batch, reference.options, runModel);
    expect(outputs.filter(([, error]) => !(error <= 1e-4))).toEqual([]);
    expect(gradients.filter(([, error]) => !(error <= 1e-4))).toEqual([]);
  });
});
