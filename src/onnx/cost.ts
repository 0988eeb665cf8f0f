import type { Model } from './model.ts';
import { type Shapes, trace } from './trace.ts';
import { elementCount } from './value.ts';

/**
 * Multiplications with an addition (MACs) of a model's convolutions and matrix products; what is counted as the
 * cost of a network. Everything else is left out.
 * @throws SpecializationError for open dimensions that `shapes` does not fix.
 */
export function multiplyAdds(model: Model, shapes: Shapes = {}): number {
  let total = 0;
  for (const { node, inputs, outputs } of trace(model, { shapes }).writer.steps) {
    const [x, w] = inputs;
    const [y] = outputs;
    if (!x || !w || !y) continue;
    const perOutput = elementCount(w.shape.slice(1));
    if (node.op === 'Conv') total += elementCount(y.shape) * perOutput;
    else if (node.op === 'ConvTranspose') total += elementCount(x.shape) * perOutput;
    else if (node.op === 'MatMul') total += elementCount(y.shape) * (x.shape.at(-1) ?? 1);
    else if (node.op === 'Gemm')
      total += elementCount(y.shape) * (x.shape[node.attributes.transA?.value ? 0 : 1] ?? 1);
  }
  return total;
}
