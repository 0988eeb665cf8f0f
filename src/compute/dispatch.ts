/**
 * What both devices check before a kernel runs, so that a mistake is found on whichever device is at hand and is told
 * in the same words.
 */
import type { ElementType, Tensor } from './device.ts';
import { inWords } from './elements.ts';
import { KernelError } from './errors.ts';
import type { Bindings, Grid, Kernel, Uniforms, UniformValues } from './kernel.ts';

/** WebGPU's default limits: maxStorageBuffersPerShaderStage and maxComputeWorkgroupsPerDimension. */
const mostBindings = 8;
const mostWorkgroups = 65_535;

/** One storage binding as the dispatcher needs it. */
export interface Bound<V extends Tensor> {
  readonly name: string;
  readonly access: 'read' | 'read_write';
  readonly tensor: V;
}

/**
 * The tensors in binding order.
 * @param own throws unless the tensor belongs to the device and is alive, else gives it its device's type.
 * @param memoryOf what identifies a tensor's memory; views of one tensor share it.
 * @throws KernelError for a missing, unknown, mistyped, too small or doubly bound tensor.
 */
export function bound<V extends Tensor>(
  kernel: Kernel,
  bindings: Readonly<Record<string, Tensor>>,
  uniforms: Readonly<Record<string, number>>,
  own: (tensor: Tensor, where: string) => V,
  memoryOf: (tensor: V) => object,
): Bound<V>[] {
  const declared = Object.entries(kernel.bindings);
  if (declared.length > mostBindings) {
    throw new KernelError(
      `Kernel "${kernel.name}" declares ${declared.length} bindings.`,
      `WebGPU guarantees ${mostBindings} storage buffers per stage: join or drop some.`,
    );
  }
  const unknown = Object.keys(bindings).find((name) => !Object.hasOwn(kernel.bindings, name));
  if (unknown !== undefined) {
    throw new KernelError(
      `Kernel "${kernel.name}" was given a tensor for "${unknown}", which it does not declare.`,
      `Its bindings are ${Object.keys(kernel.bindings).join(', ')}.`,
    );
  }
  const least: Readonly<Record<string, number | undefined>> = kernel.elements?.(uniforms) ?? {};
  const list = declared.map(([name, { type, access }]) => {
    const where = `binding "${name}" of kernel "${kernel.name}"`;
    const given = bindings[name];
    if (given === undefined) {
      throw new KernelError(`No tensor was given for ${where}.`, `Bind one of type ${type}.`);
    }
    const tensor = own(given, where);
    if (tensor.type !== type) {
      throw new KernelError(
        `The tensor for ${where} is ${inWords(tensor.type, tensor.shape)}.`,
        `Bind a tensor of type ${type}.`,
      );
    }
    const needed = least[name] ?? 0;
    if (tensor.size < needed) {
      throw new KernelError(
        `The tensor for ${where} is ${inWords(tensor.type, tensor.shape)}, ${tensor.size} elements.`,
        `With these uniforms it needs at least ${needed}.`,
      );
    }
    return { name, access, tensor };
  });
  checkAliases(kernel, list, memoryOf);
  return list;
}

/** WebGPU forbids one buffer to be read and written by one dispatch (WebGPU, section 3.4.4, usage scopes). */
function checkAliases<V extends Tensor>(
  kernel: Kernel,
  list: readonly Bound<V>[],
  memoryOf: (tensor: V) => object,
): void {
  const first = new Map<object, Bound<V>>();
  for (const binding of list) {
    const memory = memoryOf(binding.tensor);
    const earlier = first.get(memory);
    if (earlier && (earlier.access === 'read_write' || binding.access === 'read_write')) {
      throw new KernelError(
        `Bindings "${earlier.name}" and "${binding.name}" of kernel "${kernel.name}" share memory and one is written.`,
        'Give each a tensor of its own, or copy first.',
      );
    }
    if (!earlier) first.set(memory, binding);
  }
}

/** @throws KernelError where a uniform is missing, unknown, not a number or outside its type. */
export function checkUniforms(
  kernel: Kernel,
  uniforms: Readonly<Record<string, number | undefined>>,
): asserts uniforms is UniformValues<Uniforms> {
  const names = Object.keys(kernel.uniforms).join(', ') || 'none';
  const unknown = Object.keys(uniforms).find((name) => !Object.hasOwn(kernel.uniforms, name));
  if (unknown !== undefined) {
    throw new KernelError(
      `Kernel "${kernel.name}" was given a uniform "${unknown}", which it does not declare.`,
      `Its uniforms are: ${names}.`,
    );
  }
  for (const [name, type] of Object.entries(kernel.uniforms)) {
    const value = uniforms[name];
    if (!fits(type, value)) {
      throw new KernelError(
        `Uniform "${name}" of kernel "${kernel.name}" is ${value}.`,
        type === 'f32' ? 'Give it a number.' : `Give it a whole number that fits into ${type}.`,
      );
    }
  }
}

function fits(type: ElementType, value: number | undefined): value is number {
  if (value === undefined || typeof value !== 'number' || Number.isNaN(value)) return false;
  if (type === 'f32') return true;
  return type === 'u32' ? value === value >>> 0 : value === (value | 0);
}

/** @throws KernelError where the grid is not three whole numbers of at most 65,535. */
export function gridOf<B extends Bindings, U extends Uniforms>(
  kernel: Kernel<B, U>,
  uniforms: UniformValues<U>,
): readonly [number, number, number] {
  const grid: Grid = kernel.grid(uniforms);
  const [x, y = 1, z = 1] = grid;
  if ([x, y, z].every((n) => Number.isInteger(n) && n >= 0 && n <= mostWorkgroups)) return [x, y, z];
  throw new KernelError(
    `Kernel "${kernel.name}" asks for a grid of ${x} x ${y} x ${z} workgroups.`,
    `Each must be a whole number of at most ${mostWorkgroups}: spread the work over y, or do more per invocation.`,
  );
}
