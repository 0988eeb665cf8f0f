import { differentiate, gradientName } from '../differentiate.ts';
import { numbersOf } from '../tensors.ts';
import { type NodeCase, nodeModel } from './node-model.ts';
import { Random } from './random.ts';
import { runModel } from './run.ts';

/**
 * Largest difference between the gradients that WebGPU and WebAssembly find for one operation, relative to the largest
 * of each gradient. The backward model must run on the GPU alone: ONNX Runtime refuses to load it otherwise.
 */
export async function gpuDifference(node: NodeCase): Promise<number> {
  const { model, feeds, floats } = nodeModel(node);
  const from = model.graph.outputs.filter(({ dtype }) => dtype === 'float32').map(({ name }) => name);
  const { forward, backward, saved, backwardReads } = differentiate(model, { wrt: floats, from });
  const values = await runModel(forward, feeds);
  const random = new Random(1);
  const cotangents = from.map((name) => [gradientName(name), random.floats(values[name].shape)] as const);
  const read = [...saved, ...backwardReads].map((name) => [name, values[name] ?? feeds[name]] as const);
  const given = Object.fromEntries([...cotangents, ...read]);
  const expected = await runModel(backward, given, 'wasm');
  const results = await runModel(backward, given, 'webgpu');
  return Object.entries(expected).reduce((most, [name, tensor]) => {
    const [right, found] = [numbersOf(tensor), numbersOf(results[name])];
    if (right.length !== found.length) return Number.POSITIVE_INFINITY;
    const scale = Math.max(...right.map(Math.abs), 1e-9);
    return Math.max(most, ...right.map((value, i) => Math.abs(value - found[i]) / scale));
  }, 0);
}
