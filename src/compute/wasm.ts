/**
 * The `wasm` device: tensors are typed arrays, kernels are their twins, the network runs on ONNX Runtime's
 * WebAssembly provider. Works in a browser's worker and in Node. Everything but sessions is done when the call
 * returns.
 */
import type {
  Device,
  DeviceLoss,
  DeviceMemory,
  ElementType,
  Session,
  Tensor,
  TypedArrays,
} from './device.ts';
import { bound, checkUniforms, gridOf } from './dispatch.ts';
import {
  arrayOf,
  bytesPerElement,
  checkFilled,
  checkOwned,
  checkRange,
  checkView,
  sizeOf,
} from './elements.ts';
import { DeviceLostError } from './errors.ts';
import type { Bindings, Buffers, Kernel, Uniforms, UniformValues } from './kernel.ts';
import { Ledger } from './ledger.ts';
import { loadOrt, type Ort, turnsOf } from './ort.ts';
import { wasmThreads } from './surroundings.ts';
import type { Turns } from './turns.ts';
import { wasmSession } from './wasm-session.ts';
import { WasmTensor } from './wasm-tensor.ts';

/**
 * @param threads for ONNX Runtime; the first device made in a page or process decides for all later ones.
 * @throws UnavailableError where ONNX Runtime cannot be loaded.
 */
export async function createWasmDevice(threads = wasmThreads()): Promise<Device> {
  return new WasmDevice(await loadOrt('wasm', threads));
}

class WasmDevice implements Device {
  readonly kind = 'wasm';
  readonly description: string;
  readonly lost: Promise<DeviceLoss>;
  private readonly ort: Ort;
  private readonly ledger = new Ledger();
  private readonly turns: Turns;
  private readonly sessions = new Set<Session>();
  /** Milliseconds by kernel, while `profile` is under way. */
  private profiling: Map<string, number> | undefined;
  private loss: DeviceLoss | undefined;
  private lose: (loss: DeviceLoss) => void = () => undefined;

  constructor(ort: Ort) {
    this.ort = ort;
    this.turns = turnsOf(ort);
    const threads = ort.env.wasm.numThreads ?? 1;
    this.description = `WebAssembly with ${threads === 1 ? 'one thread' : `${threads} threads`}`;
    this.lost = new Promise((resolve) => {
      this.lose = resolve;
    });
  }

  get memory(): DeviceMemory {
    return { tensors: this.ledger.tensors, bytes: this.ledger.bytes };
  }

  create<T extends ElementType>(type: T, shape: readonly number[]): Tensor<T> {
    this.check();
    return this.keep(type, shape, new arrayOf[type](sizeOf(shape)));
  }

  upload<T extends ElementType>(type: T, shape: readonly number[], data: TypedArrays[T]): Tensor<T> {
    this.check();
    checkFilled(type, shape, data);
    const array = new arrayOf[type](data.length);
    array.set(data);
    return this.keep(type, shape, array);
  }

  write<T extends ElementType>(tensor: Tensor<T>, data: TypedArrays[T], offset = 0): void {
    const target = this.own(tensor, 'the target of a write');
    checkRange('The write is refused', offset, data.length, target.size);
    target.data.set(data, offset);
  }

  copy(source: Tensor, sourceOffset: number, target: Tensor, targetOffset: number, count: number): void {
    const from = this.own(source, 'the source of a copy');
    const to = this.own(target, 'the target of a copy');
    checkRange('The copy cannot read', sourceOffset, count, from.size);
    checkRange('The copy cannot write', targetOffset, count, to.size);
    // Bits, not values: a copy between f32 and u32 must not convert, as it does not on the GPU.
    new Uint32Array(to.data.buffer, to.data.byteOffset + targetOffset * bytesPerElement, count).set(
      new Uint32Array(from.data.buffer, from.data.byteOffset + sourceOffset * bytesPerElement, count),
    );
  }

  async read<const A extends readonly Tensor[]>(
    ...tensors: A
  ): Promise<{ -readonly [I in keyof A]: A[I] extends Tensor<infer T> ? TypedArrays[T] : never }> {
    const copies = tensors.map((tensor) => this.own(tensor, 'a tensor to read').data.slice());
    // TypeScript cannot follow a mapped tuple through `map`; `own` has checked each element's type tag.
    return copies as { -readonly [I in keyof A]: A[I] extends Tensor<infer T> ? TypedArrays[T] : never };
  }

  reshape<T extends ElementType>(tensor: Tensor<T>, shape: readonly number[], offset = 0): Tensor<T> {
    const whole = this.own(tensor, 'the tensor to reshape');
    const size = checkView(shape, offset, whole.size);
    const start = whole.data.byteOffset + offset * bytesPerElement;
    return new WasmTensor(
      this,
      whole.type,
      shape,
      new arrayOf[whole.type](whole.data.buffer, start, size),
      whole,
    );
  }

  session(model: Uint8Array): Promise<Session> {
    return this.turns.take(async () => {
      this.check();
      const session = await wasmSession(this.ort, model, {
        own: (tensor, where) => this.own(tensor, where),
        keep: (shape, data) => this.keep('f32', shape, data),
        check: () => this.check(),
        take: (work) => this.turns.take(work),
        released: (released) => this.sessions.delete(released),
      });
      this.sessions.add(session);
      return session;
    });
  }

  run<B extends Bindings, U extends Uniforms>(
    kernel: Kernel<B, U>,
    bindings: { readonly [N in keyof B]: Tensor<B[N]['type']> },
    uniforms: UniformValues<U>,
  ): void {
    this.check();
    checkUniforms(kernel, uniforms);
    gridOf(kernel, uniforms);
    const list = bound(
      kernel,
      bindings,
      uniforms,
      (tensor, where) => this.own(tensor, where),
      (tensor) => tensor.data.buffer,
    );
    const buffers = Object.fromEntries(list.map(({ name, tensor }) => [name, tensor.data]));
    const start = this.profiling && performance.now();
    // `bound` has checked every name and type against the declaration.
    kernel.twin(buffers as Buffers<B>, uniforms);
    if (this.profiling && start !== undefined) {
      this.profiling.set(kernel.name, (this.profiling.get(kernel.name) ?? 0) + performance.now() - start);
    }
  }

  async profile(work: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
    const times = new Map<string, number>();
    this.profiling = times;
    try {
      await work();
    } finally {
      this.profiling = undefined;
    }
    return times;
  }

  async destroy(): Promise<void> {
    if (this.loss) return;
    const sessions = [...this.sessions];
    this.sessions.clear();
    await Promise.all(sessions.map((session) => session.release()));
    this.loss = { reason: 'it was destroyed' };
    this.lose(this.loss);
  }

  private keep<T extends ElementType>(
    type: T,
    shape: readonly number[],
    data: TypedArrays[T],
  ): WasmTensor<T> {
    const bytes = data.byteLength;
    this.ledger.add(bytes);
    return new WasmTensor(this, type, shape, data, undefined, () => this.ledger.remove(bytes));
  }

  private check(): void {
    if (this.loss) throw new DeviceLostError(this.loss.reason);
  }

  private own<T extends ElementType>(tensor: Tensor<T>, where: string): WasmTensor<T> {
    this.check();
    const own = tensor instanceof WasmTensor && tensor.device === this ? tensor : undefined;
    return checkOwned(own, tensor, where);
  }
}
