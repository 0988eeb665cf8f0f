import { describe, expect, it } from 'vitest';
import { readModel } from './read.ts';
import { runModel } from './testing/run.ts';
import { torchErrors, torchNetworks } from './testing/torch.ts';

const models = import.meta.glob<string>('./fixtures/torch/*.onnx', { query: '?url', import: 'default' });
const references = import.meta.glob<string>('./fixtures/torch/*.json', { query: '?url', import: 'default' });

async function fetched(url: string | undefined): Promise<Response> {
  if (!url) throw new Error('The fixture is not in fixtures/torch.');
  return fetch(url);
}

describe("networks exported by PyTorch have PyTorch's gradients on WebGPU", () => {
  it.each(torchNetworks)('%s', async (name) => {
    const file = await fetched(await models[`./fixtures/torch/${name}.onnx`]?.());
    const model = readModel(new Uint8Array(await file.arrayBuffer()));
    const reference = await (await fetched(await references[`./fixtures/torch/${name}.json`]?.())).json();
    // Operators of the network itself that WebGPU lacks (LogSoftmax) may run on the CPU; what we write may not.
    const errors = await torchErrors(model, reference, (one, feeds) =>
      runModel(one, feeds, one.graph.name.endsWith('.backward') ? 'webgpu' : 'webgpu, cpu'),
    );
    const wrong = Object.entries(errors).filter(([, error]) => !(error <= 1e-4));
    expect(wrong).toEqual([]);
  });
});
