/**
 * A kernel is data: its WGSL, its bindings in order, its uniforms, its grid, and the TypeScript twin that says what
 * it means. There is one dispatcher (per device); nobody else creates bind groups. Group 0 holds the storage buffers
 * in declared order, group 1 binding 0 one uniform struct with the uniforms in declared order (4-byte scalars).
 */
import type { ElementType, TypedArrays } from './device.ts';

export interface Binding<T extends ElementType = ElementType> {
  readonly type: T;
  readonly access: 'read' | 'read_write';
}

export const read = <T extends ElementType>(type: T): Binding<T> => ({ type, access: 'read' });
export const readWrite = <T extends ElementType>(type: T): Binding<T> => ({ type, access: 'read_write' });

export type Bindings = Readonly<Record<string, Binding>>;
export type Uniforms = Readonly<Record<string, 'f32' | 'u32' | 'i32'>>;

/** One typed array per binding: what a twin works on. */
export type Buffers<B extends Bindings> = { readonly [N in keyof B]: TypedArrays[B[N]['type']] };
export type UniformValues<U extends Uniforms> = { readonly [N in keyof U]: number };

/** Number of workgroups along x, y, z; each at most 65,535. */
export type Grid = readonly [x: number, y?: number, z?: number];

export interface Kernel<B extends Bindings = Bindings, U extends Uniforms = Uniforms> {
  /** shaders/<name>.wgsl; its entry point is `main`. */
  readonly name: string;
  /** WGSL, imported with `?raw`. */
  readonly code: string;
  /** In binding order; at most 8, the default limit of storage buffers per stage. */
  readonly bindings: B;
  /** In the order of the struct's members. */
  readonly uniforms: U;
  /** Values of the shader's `override` constants. */
  readonly constants?: Readonly<Record<string, number>>;
  grid(uniforms: UniformValues<U>): Grid;
  /** The least number of elements that bindings must have; what is said here is checked at every dispatch. */
  elements?(uniforms: UniformValues<U>): { readonly [N in keyof B]?: number };
  /** The same result on the CPU, in place, and fast: this is the real thing on the wasm device. */
  twin(buffers: Buffers<B>, uniforms: UniformValues<U>): void;
}

/** Lets TypeScript infer the names and types of bindings and uniforms. */
export const defineKernel = <const B extends Bindings, const U extends Uniforms>(
  kernel: Kernel<B, U>,
): Kernel<B, U> => kernel;
