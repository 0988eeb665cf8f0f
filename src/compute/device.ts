/**
 * One interface over two kinds of device. `webgpu`: tensors are GPU buffers, the network runs on ONNX Runtime's
 * WebGPU provider on the same GPUDevice, kernels are WGSL. `wasm`: tensors are typed arrays, the network runs on
 * ONNX Runtime's WebAssembly provider, kernels are their TypeScript twins. Training is written once, over this.
 */
import type { Bindings, Kernel, Uniforms, UniformValues } from './kernel.ts';

export type DeviceKind = 'webgpu' | 'wasm';

/** u32 also carries packed RGBA8 pixels. */
export type ElementType = 'f32' | 'u32' | 'i32';

export interface TypedArrays {
  f32: Float32Array;
  u32: Uint32Array;
  i32: Int32Array;
}

/** A handle to memory on a device. Whoever creates one disposes of it; `device.memory` counts what is left. */
export interface Tensor<T extends ElementType = ElementType> {
  readonly type: T;
  /** Row-major. */
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  dispose(): void;
}

/** An ONNX model ready to run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the model. Never reads back: on webgpu the outputs stay on the GPU. The caller disposes of the outputs.
   * Runs on one device take turns; await one before queueing work that changes its feeds.
   * @throws ModelError for missing, unknown or ill-shaped feeds; DeviceLostError.
   * @param feeds one tensor per input, float32 or int32.
   * @param outputs which outputs are wanted; all by default.
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs?: readonly string[],
  ): Promise<Record<string, Tensor<'f32'>>>;
  release(): Promise<void>;
}

export interface DeviceMemory {
  /** Tensors alive. */
  readonly tensors: number;
  readonly bytes: number;
}

/** Why and when a device went away. */
export interface DeviceLoss {
  readonly reason: string;
}

export interface Device {
  readonly kind: DeviceKind;
  /** In words for people: adapter or number of threads. */
  readonly description: string;
  readonly memory: DeviceMemory;
  /** Resolves when the device is gone: lost or destroyed. Never rejects; never resolves on wasm until `destroy`. */
  readonly lost: Promise<DeviceLoss>;

  /** A tensor of zeros. */
  create<T extends ElementType>(type: T, shape: readonly number[]): Tensor<T>;
  /** A tensor that holds a copy of `data`. @throws RangeError where data and shape differ in size. */
  upload<T extends ElementType>(type: T, shape: readonly number[], data: TypedArrays[T]): Tensor<T>;
  /** Overwrites elements from `offset` on. Does not wait. @throws RangeError where they do not fit. */
  write<T extends ElementType>(tensor: Tensor<T>, data: TypedArrays[T], offset?: number): void;
  /** Copies `count` elements between two tensors on the device. Does not wait. @throws RangeError likewise. */
  copy(source: Tensor, sourceOffset: number, target: Tensor, targetOffset: number, count: number): void;
  /**
   * SYNC POINT: the CPU waits for the GPU. All tensors come back in one go. Mistakes that only the GPU can find
   * (WGSL that does not compile, no memory) are thrown here or by the next session run.
   * @throws KernelError, OutOfMemoryError, DeviceLostError
   */
  read<const A extends readonly Tensor[]>(
    ...tensors: A
  ): Promise<{ -readonly [I in keyof A]: A[I] extends Tensor<infer T> ? TypedArrays[T] : never }>;
  /**
   * A tensor of another shape over the same memory, from `offset` elements on; disposing of it frees nothing.
   * `offset` is a multiple of 64 (`viewAlignment`): WebGPU binds buffers at multiples of 256 bytes. A view that does
   * not begin at 0 may be fed to a session too; on webgpu that costs a copy, for ONNX Runtime binds whole buffers.
   * @throws RangeError where the view leaves its tensor or is not aligned.
   */
  reshape<T extends ElementType>(tensor: Tensor<T>, shape: readonly number[], offset?: number): Tensor<T>;

  /** @throws ModelError where ONNX Runtime refuses the model, or an output is not float32. */
  session(model: Uint8Array): Promise<Session>;

  /**
   * Runs a kernel. The work is queued in order with sessions and copies; does not wait.
   * @throws KernelError where bindings or uniforms are not what the kernel declares.
   */
  run<B extends Bindings, U extends Uniforms>(
    kernel: Kernel<B, U>,
    bindings: { readonly [N in keyof B]: Tensor<B[N]['type']> },
    uniforms: UniformValues<U>,
  ): void;

  /**
   * Milliseconds that each kernel took while `work` ran, by kernel name. For the bench; absent where the device cannot
   * tell. Sessions are not in it.
   */
  profile?(work: () => Promise<void>): Promise<ReadonlyMap<string, number>>;

  /** Frees everything. The device is unusable afterwards. */
  destroy(): Promise<void>;
}
