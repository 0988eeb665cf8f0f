/**
 * The `webgpu` device: tensors are GPU buffers, kernels are WGSL, the network runs on ONNX Runtime's WebGPU provider
 * on the same GPUDevice and queue. Nothing waits but `read`.
 */
import { adapterName, wantedFeatures, wantedLimits } from './adapter.ts';
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
import { bytesPerElement, checkFilled, checkOwned, checkRange, checkView, sizeOf } from './elements.ts';
import { DeviceLostError, sentence, UnavailableError } from './errors.ts';
import { GpuBuffers } from './gpu-buffers.ts';
import { GpuCommands } from './gpu-commands.ts';
import { Faults, faultOf } from './gpu-faults.ts';
import { GpuPipelines } from './gpu-pipelines.ts';
import { GpuProfile } from './gpu-profile.ts';
import { GpuReads } from './gpu-reads.ts';
import { GpuTensor } from './gpu-tensor.ts';
import { GpuUniforms } from './gpu-uniforms.ts';
import type { Bindings, Kernel, Uniforms, UniformValues } from './kernel.ts';
import { Ledger } from './ledger.ts';
import { loadOrt, turnsOf } from './ort.ts';
import { type GpuSession, webgpuSession } from './webgpu-session.ts';

export interface WebGpuOptions {
  /** Puts every dispatch and submission into an error scope, so that errors name their kernel. For tests. */
  readonly debug?: boolean;
}

/** @throws UnavailableError where the adapter gives no device. */
export async function createWebGpuDevice(adapter: GPUAdapter, options: WebGpuOptions = {}): Promise<Device> {
  const gpu = await adapter
    .requestDevice({ requiredLimits: wantedLimits(adapter), requiredFeatures: wantedFeatures(adapter) })
    .catch((cause: unknown) => {
      throw new UnavailableError(
        `The GPU adapter "${adapterName(adapter.info)}" gave no device: ${sentence(cause)}`,
        'Restart the browser, or train on WebAssembly.',
        { cause },
      );
    });
  return new WebGpuDevice(gpu, adapterName(adapter.info), options.debug ?? false);
}

/** JSPI is smaller and faster; Chrome has it from 137 on. */
const ortBuild = () => ('Suspending' in WebAssembly ? 'jspi' : 'asyncify');

/**
 * Milliseconds from a command's failure to the news that the device is lost, at most. Nobody here unmaps a buffer that
 * is being mapped, so a mapping that is aborted can only mean a loss, however late a busy GPU process tells of it.
 */
const lossDelay = (error: unknown): number =>
  error instanceof DOMException && error.name === 'AbortError' ? 5000 : 200;

class WebGpuDevice implements Device {
  readonly kind = 'webgpu';
  readonly description: string;
  readonly lost: Promise<DeviceLoss>;
  private readonly gpu: GPUDevice;
  private readonly debug: boolean;
  private readonly ledger = new Ledger();
  private readonly faults: Faults;
  private readonly buffers: GpuBuffers;
  private readonly uniforms: GpuUniforms;
  private readonly pipelines: GpuPipelines;
  private readonly commands: GpuCommands;
  private readonly reads: GpuReads;
  private readonly sessions = new Set<GpuSession>();
  /** Who waits for the GPU and must hear of its loss. */
  private readonly waiting = new Set<(error: DeviceLostError) => void>();
  private profiling: GpuProfile | undefined;
  private loss: DeviceLoss | undefined;
  readonly profile?: (work: () => Promise<void>) => Promise<ReadonlyMap<string, number>>;

  constructor(gpu: GPUDevice, name: string, debug: boolean) {
    this.gpu = gpu;
    this.debug = debug;
    this.description = `WebGPU on ${name}`;
    this.faults = new Faults(gpu);
    this.buffers = new GpuBuffers(gpu, this.faults);
    this.uniforms = new GpuUniforms(gpu);
    this.pipelines = new GpuPipelines(gpu, this.faults, this.uniforms);
    this.commands = new GpuCommands(gpu, this.buffers, this.uniforms);
    this.reads = new GpuReads(gpu, this.commands);
    if (gpu.features.has('timestamp-query')) this.profile = (work) => this.timeKernels(work);
    this.lost = gpu.lost.then(({ reason, message }) => {
      this.loss ??= {
        reason: reason === 'destroyed' ? 'it was destroyed' : message || 'the browser gave no reason',
      };
      const error = new DeviceLostError(this.loss.reason);
      for (const reject of this.waiting) reject(error);
      return this.loss;
    });
  }

  get memory(): DeviceMemory {
    return { tensors: this.ledger.tensors, bytes: this.ledger.bytes };
  }

  create<T extends ElementType>(type: T, shape: readonly number[]): Tensor<T> {
    this.check();
    const bytes = sizeOf(shape) * bytesPerElement;
    const { buffer, fresh } = this.buffers.take(bytes);
    if (!fresh) this.commands.encoder.clearBuffer(buffer);
    return this.keep(type, shape, buffer, () => this.buffers.give(buffer));
  }

  upload<T extends ElementType>(type: T, shape: readonly number[], data: TypedArrays[T]): Tensor<T> {
    this.check();
    checkFilled(type, shape, data);
    const { buffer, fresh } = this.buffers.take(data.byteLength);
    // Commands encoded earlier may still name a reused buffer, and come before this write.
    if (!fresh) this.commands.flush();
    this.gpu.queue.writeBuffer(buffer, 0, data);
    return this.keep(type, shape, buffer, () => this.buffers.give(buffer));
  }

  write<T extends ElementType>(tensor: Tensor<T>, data: TypedArrays[T], offset = 0): void {
    const target = this.own(tensor, 'the target of a write');
    checkRange('The write is refused', offset, data.length, target.size);
    // What is encoded comes before the write, and may name the same buffer.
    this.commands.flush();
    this.gpu.queue.writeBuffer(target.buffer, (target.offset + offset) * bytesPerElement, data);
  }

  copy(source: Tensor, sourceOffset: number, target: Tensor, targetOffset: number, count: number): void {
    const from = this.own(source, 'the source of a copy');
    const to = this.own(target, 'the target of a copy');
    checkRange('The copy cannot read', sourceOffset, count, from.size);
    checkRange('The copy cannot write', targetOffset, count, to.size);
    const bytes = count * bytesPerElement;
    const start = (from.offset + sourceOffset) * bytesPerElement;
    const end = (to.offset + targetOffset) * bytesPerElement;
    if (from.buffer !== to.buffer) {
      this.commands.encoder.copyBufferToBuffer(from.buffer, start, to.buffer, end, bytes);
      return;
    }
    // WebGPU does not copy within one buffer.
    const { buffer } = this.buffers.take(bytes);
    this.commands.encoder.copyBufferToBuffer(from.buffer, start, buffer, 0, bytes);
    this.commands.encoder.copyBufferToBuffer(buffer, 0, to.buffer, end, bytes);
    this.buffers.give(buffer);
  }

  async read<const A extends readonly Tensor[]>(
    ...tensors: A
  ): Promise<{ -readonly [I in keyof A]: A[I] extends Tensor<infer T> ? TypedArrays[T] : never }> {
    const own = tensors.map((tensor) => this.own(tensor, 'a tensor to read'));
    const copies = await this.unlessLost(this.reads.read(own)).catch(async (failure: unknown) => {
      // Memory that could not be had cannot be mapped either: the cause says more than its consequence.
      await this.faults.settle();
      throw failure;
    });
    await this.faults.settle();
    // TypeScript cannot follow a mapped tuple through `map`; `own` has checked each element's type tag.
    return copies as { -readonly [I in keyof A]: A[I] extends Tensor<infer T> ? TypedArrays[T] : never };
  }

  reshape<T extends ElementType>(tensor: Tensor<T>, shape: readonly number[], offset = 0): Tensor<T> {
    const whole = this.own(tensor, 'the tensor to reshape');
    const size = checkView(shape, offset, whole.size);
    const memory = { buffer: whole.buffer, offset: whole.offset + offset };
    return new GpuTensor(this, whole.type, shape, size, memory, whole);
  }

  async session(model: Uint8Array): Promise<Session> {
    const ort = await loadOrt(ortBuild(), 1);
    const turns = turnsOf(ort);
    const session = await turns.take(() => {
      this.check();
      return webgpuSession(ort, model, {
        gpu: this.gpu,
        commands: this.commands,
        buffers: this.buffers,
        check: () => this.check(),
        own: (tensor, where) => this.own(tensor, where),
        keep: (shape, buffer, freed) => this.keep('f32', shape, buffer, freed),
        take: (work) => turns.take(work),
        unlessLost: (work) => this.unlessLost(work),
        settle: () => this.faults.settle(),
        released: (released) => this.sessions.delete(released),
      });
    });
    this.sessions.add(session);
    return session;
  }

  run<B extends Bindings, U extends Uniforms>(
    kernel: Kernel<B, U>,
    bindings: { readonly [N in keyof B]: Tensor<B[N]['type']> },
    uniforms: UniformValues<U>,
  ): void {
    this.check();
    checkUniforms(kernel, uniforms);
    const grid = gridOf(kernel, uniforms);
    const list = bound(
      kernel,
      bindings,
      uniforms,
      (tensor, where) => this.own(tensor, where),
      (tensor) => tensor.buffer,
    );
    const compiled = this.pipelines.get(kernel);
    if (this.uniforms.full) this.commands.flush();
    this.scoped(kernel.name, () => {
      const timed = this.profiling?.next(kernel.name);
      const pass = this.commands.compute(timed);
      pass.setPipeline(compiled.pipeline);
      pass.setBindGroup(
        0,
        this.gpu.createBindGroup({
          label: kernel.name,
          layout: compiled.storage,
          entries: list.map(({ tensor }, binding) => ({ binding, resource: tensor.binding })),
        }),
      );
      if (compiled.uniforms) {
        pass.setBindGroup(1, compiled.uniforms, [this.uniforms.put(kernel.uniforms, uniforms)]);
      }
      pass.dispatchWorkgroups(...grid);
      if (timed) pass.end();
      // In debug mode each dispatch is submitted alone: an encoder tells its errors only when it is finished.
      if (this.debug) this.commands.flush();
    });
  }

  private async timeKernels(work: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
    this.check();
    const profile = new GpuProfile(this.gpu);
    this.profiling = profile;
    try {
      await work();
    } finally {
      this.profiling = undefined;
    }
    this.commands.flush();
    return this.unlessLost(profile.finish());
  }

  async destroy(): Promise<void> {
    const sessions = [...this.sessions];
    this.sessions.clear();
    // What failed cannot always be freed, and the GPU takes back all of it.
    await Promise.allSettled(sessions.map((session) => session.free()));
    this.gpu.destroy();
    await this.lost;
  }

  private keep<T extends ElementType>(
    type: T,
    shape: readonly number[],
    buffer: GPUBuffer,
    freed: () => void,
  ): GpuTensor<T> {
    const size = sizeOf(shape);
    const bytes = size * bytesPerElement;
    this.ledger.add(bytes);
    return new GpuTensor(this, type, shape, size, { buffer, offset: 0 }, undefined, () => {
      this.ledger.remove(bytes);
      if (!this.loss) freed();
    });
  }

  private scoped(name: string, work: () => void): void {
    if (!this.debug) {
      work();
      return;
    }
    this.gpu.pushErrorScope('validation');
    work();
    this.faults.watch(
      this.gpu
        .popErrorScope()
        .then((error) => (error ? faultOf(`The GPU refused kernel "${name}"`, error) : undefined)),
    );
  }

  private check(): void {
    if (this.loss) throw new DeviceLostError(this.loss.reason);
  }

  /** What fails because the device went may fail before `lost` resolves: so failures wait a moment for it. */
  private unlessLost<R>(work: Promise<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      const done = () => this.waiting.delete(reject);
      this.waiting.add(reject);
      work.then(
        (result) => {
          done();
          resolve(result);
        },
        (error: unknown) => {
          setTimeout(() => {
            done();
            reject(error);
          }, lossDelay(error));
        },
      );
    });
  }

  private own<T extends ElementType>(tensor: Tensor<T>, where: string): GpuTensor<T> {
    this.check();
    const own = tensor instanceof GpuTensor && tensor.device === this ? tensor : undefined;
    return checkOwned(own, tensor, where);
  }
}
