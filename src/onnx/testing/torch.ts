import { differentiate, gradientName } from '../differentiate.ts';
import type { ConstantTensor, Model } from '../model.ts';
import { numbersOf, tensorOf } from '../tensors.ts';

interface PlainTensor {
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

/** Gradients that PyTorch computed in double precision; see fixtures/torch. Outputs keep the model's order. */
export interface TorchReference {
  readonly opset: number;
  readonly inputs: Readonly<Record<string, PlainTensor>>;
  readonly outputs: readonly PlainTensor[];
  readonly cotangents: readonly PlainTensor[];
  readonly gradients: Readonly<Record<string, PlainTensor>>;
}

export const torchNetworks = ['residual', 'unet', 'attention', 'kernels'] as const;

type Tensors = Readonly<Record<string, ConstantTensor>>;
type Run = (model: Model, feeds: Tensors) => Promise<Tensors>;

const tensor = ({ dims, data }: PlainTensor): ConstantTensor => tensorOf(data, dims);

/** Largest |a - b| relative to the largest |b|, by value: outputs first, then gradients. */
export async function torchErrors(
  model: Model,
  reference: TorchReference,
  run: Run,
): Promise<Readonly<Record<string, number>>> {
  const from = model.graph.outputs.map(({ name }) => name);
  const wrt = Object.keys(reference.gradients);
  const { forward, backward, saved, backwardReads, weights } = differentiate(model, { wrt, from });
  const inputs = Object.entries(reference.inputs).map(([name, plain]) => [name, tensor(plain)] as const);
  const feeds: Tensors = { ...Object.fromEntries(weights), ...Object.fromEntries(inputs) };
  const activations = await run(forward, feeds);
  const read = [...saved, ...backwardReads].map((name) => [name, activations[name] ?? feeds[name]] as const);
  const given = from.map((name, i) => [gradientName(name), tensor(reference.cotangents[i])] as const);
  const gradients = await run(backward, Object.fromEntries([...given, ...read]));
  const errors: Record<string, number> = {};
  for (const [i, name] of from.entries()) errors[name] = worst(activations[name], reference.outputs[i]);
  for (const name of wrt)
    errors[gradientName(name)] = worst(gradients[gradientName(name)], reference.gradients[name]);
  return errors;
}

function worst(found: ConstantTensor | undefined, { dims, data }: PlainTensor): number {
  if (!found || found.shape.join() !== dims.join()) return Number.POSITIVE_INFINITY;
  const scale = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  const error = numbersOf(found).reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), 0);
  return error / scale;
}
