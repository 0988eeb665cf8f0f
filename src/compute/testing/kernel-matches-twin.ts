import type { ElementType, Tensor, TypedArrays } from '../device.ts';
import { arrayOf } from '../elements.ts';
import type { Bindings, Buffers, Kernel, Uniforms, UniformValues } from '../kernel.ts';
import { testDevice } from './test-device.ts';

/** An element passes where |gpu - twin| <= absolute + relative * |twin|. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

/** f32 arithmetic in another order: a few rounding errors of 6e-8 each. */
const usual: Required<Tolerance> = { absolute: 1e-6, relative: 1e-5 };

type Any = TypedArrays[ElementType];

/**
 * Runs a kernel on the webgpu device and its twin on copies of the same inputs, and compares every binding: written
 * ones within the tolerance (integers exactly), read ones unchanged. The inputs are left as they were.
 * @param inputs one typed array per binding, read_write ones included: their contents before the dispatch.
 * @returns what the twin made, for further checks against closed forms.
 * @throws Error naming the worst element.
 */
export async function expectKernelMatchesTwin<B extends Bindings, U extends Uniforms>(
  kernel: Kernel<B, U>,
  inputs: Buffers<B>,
  uniforms: UniformValues<U>,
  tolerance: Tolerance = usual,
): Promise<Buffers<B>> {
  const device = await testDevice();
  const before: Readonly<Record<string, Any>> = inputs;
  const entries = Object.entries(kernel.bindings).map(([name, { type, access }]) => {
    const data = before[name];
    if (!(data instanceof arrayOf[type])) {
      throw new Error(`Input "${name}" of kernel "${kernel.name}" must be of type ${type}.`);
    }
    return { name, access, data, twin: data.slice(), tensor: upload(type, data) };
  });
  function upload(type: ElementType, data: Any): Tensor {
    return device.upload(type, [data.length], data);
  }

  // The entries were just checked against the declaration, name by name and type by type.
  const twins = Object.fromEntries(entries.map(({ name, twin }) => [name, twin])) as Buffers<B>;
  const tensors = Object.fromEntries(entries.map(({ name, tensor }) => [name, tensor])) as {
    [N in keyof B]: Tensor<B[N]['type']>;
  };
  try {
    kernel.twin(twins, uniforms);
    device.run(kernel, tensors, uniforms);
    const results = await device.read(...entries.map(({ tensor }) => tensor));
    entries.forEach(({ name, access, data, twin }, index) => {
      const gpu = results[index];
      if (!gpu) throw new Error(`Binding "${name}" of kernel "${kernel.name}" was not read back.`);
      if (access === 'read') {
        compare(kernel.name, `${name} (read-only, written by the twin)`, data, twin, {});
      } else {
        compare(kernel.name, name, gpu, twin, twin instanceof Float32Array ? tolerance : {});
      }
    });
  } finally {
    for (const { tensor } of entries) tensor.dispose();
  }
  return twins;
}

/** @throws Error with the worst element and the number of wrong ones. */
function compare(kernel: string, binding: string, gpu: Any, twin: Any, tolerance: Tolerance): void {
  const { absolute = 0, relative = 0 } = tolerance;
  let wrong = 0;
  let worst = -1;
  let worstExcess = 0;
  for (const [i, expected] of twin.entries()) {
    const actual = gpu[i] ?? Number.NaN;
    if (Object.is(actual, expected) || actual === expected) continue;
    const error = Math.abs(actual - expected);
    const excess = Number.isNaN(error)
      ? Number.POSITIVE_INFINITY
      : error - (absolute + relative * Math.abs(expected));
    if (excess <= 0) continue;
    wrong++;
    if (excess > worstExcess) {
      worstExcess = excess;
      worst = i;
    }
  }
  if (wrong === 0) return;
  throw new Error(
    `Kernel "${kernel}" and its twin differ in ${wrong} of ${twin.length} elements of "${binding}". ` +
      `The worst is element ${worst}: ${gpu[worst]} on the GPU, ${twin[worst]} from the twin ` +
      `(allowed: ${absolute} absolute + ${relative} relative).`,
  );
}
