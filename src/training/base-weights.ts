import { initialParameters, type ParameterLayout } from '../network/parameters.ts';
import { type NamedTensor, type TensorFile, TensorFileError } from './safetensors.ts';

/** Where the page and the commands find them, beside index.html. */
export const BASE_WEIGHTS = 'base-weights.safetensors';

/** The one layer whose shape depends on the number of classes: it begins anew. */
const isClassLayer = (name: string): boolean => name.startsWith('class.logits.');

/** Parameters by name; of `transferable` ones the last class layer is left out. */
export function namedParameters(
  layout: ParameterLayout,
  flat: Float32Array,
  which: 'all' | 'transferable',
): Map<string, NamedTensor> {
  return new Map(
    layout.specs
      .filter(({ name }) => which === 'all' || !isClassLayer(name))
      .map(({ name, shape, offset, size }) => [name, { shape, data: flat.slice(offset, offset + size) }]),
  );
}

/**
 * Parameters to start from: base weights, and a class layer of their own for these classes.
 * @throws TensorFileError where the file is of another network, naming what differs.
 */
export function startFrom(
  { tensors }: Pick<TensorFile, 'tensors'>,
  layout: ParameterLayout,
  seed: number,
): Float32Array {
  const flat = initialParameters(layout, seed);
  for (const { name, shape, offset } of layout.specs) {
    if (isClassLayer(name)) continue;
    const found = tensors.get(name);
    if (!found) throw new TensorFileError(`The base weights have no "${name}"; they are of another network.`);
    if (found.shape.join() !== shape.join()) {
      throw new TensorFileError(
        `The base weights' "${name}" is [${found.shape.join(', ')}], but the network's is [${shape.join(', ')}]; they are of another network.`,
      );
    }
    flat.set(found.data, offset);
  }
  return flat;
}
