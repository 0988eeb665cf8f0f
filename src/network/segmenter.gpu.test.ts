import { describe, expect, it } from 'vitest';
import { runModel } from '../onnx/testing/run.ts';
import fixture from './fixtures/segmenter.json';
import { networkErrors } from './testing/network-errors.ts';
import type { Reference } from './testing/reference.ts';

const reference: Reference = fixture;

describe('the segmenter on WebGPU, against a plain re-statement in PyTorch', () => {
  // On a software adapter: half a minute on two idle cores, several on busy ones.
  it('has the same outputs and the same gradient of every parameter', { timeout: 400_000 }, async () => {
    const { outputs, gradients } = await networkErrors(
      reference.batches[1],
      reference.options,
      (model, feeds) => runModel(model, feeds, 'webgpu'),
    );
    expect(outputs.filter(([, error]) => !(error <= 1e-4))).toEqual([]);
    expect(gradients.filter(([, error]) => !(error <= 1e-4))).toEqual([]);
  });
});
