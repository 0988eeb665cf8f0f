import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModel } from './read.ts';
import { runModel } from './testing/run.ts';
import { torchErrors, torchNetworks } from './testing/torch.ts';

const fixture = (file: string): Buffer => readFileSync(new URL(`fixtures/torch/${file}`, import.meta.url));

describe("networks exported by PyTorch have PyTorch's gradients on wasm", () => {
  it.each(torchNetworks)('%s', async (name) => {
    const model = readModel(fixture(`${name}.onnx`));
    const reference = JSON.parse(fixture(`${name}.json`).toString());
    const errors = await torchErrors(model, reference, runModel);
    const wrong = Object.entries(errors).filter(([, error]) => !(error <= 1e-4));
    expect(wrong).toEqual([]);
  });
});
