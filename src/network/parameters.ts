import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Parameters begin at multiples of this many elements in the flat array, so that a GPU can bind each where it lies. */
export const PARAMETER_ALIGNMENT = 64;

/** How a parameter starts. */
export type Initial =
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'values'; readonly values: readonly number[] };

/** `class`: the part that is made anew for other classes. */
export type ParameterGroup = 'trunk' | 'class';

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** First element in the flat array of all parameters. */
  readonly offset: number;
  readonly group: ParameterGroup;
  /** Weight decay shrinks matrices, not biases and normalisation. */
  readonly decay: boolean;
  readonly initial: Initial;
}

/** All parameters of a network, in order, in one flat array; gaps between them stay zero. */
export interface ParameterLayout {
  readonly specs: readonly ParameterSpec[];
  /** Elements in all. */
  readonly size: number;
}

/** Standard normal numbers by the Box-Muller transform (1958). */
function normalSource(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
    const angle = 2 * Math.PI * uniformFloat64(generator);
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Start values of every parameter, flat; the same seed gives the same bits. */
export function initialParameters(layout: ParameterLayout, seed: number): Float32Array {
  const flat = new Float32Array(layout.size);
  const normal = normalSource(seed);
  for (const { initial, offset, size } of layout.specs) {
    for (let i = 0; i < size; i++) {
      flat[offset + i] =
        initial.kind === 'normal'
          ? normal() * initial.deviation
          : initial.kind === 'constant'
            ? initial.value
            : (initial.values[i] ?? 0);
    }
  }
  return flat;
}
