/**
 * Storage buffers, kept for reuse: a training step asks for the same sizes again and again, and making a buffer costs
 * far more than clearing one.
 */
import { OutOfMemoryError } from './errors.ts';
import type { Faults } from './gpu-faults.ts';

/** Idle buffers beyond this many bytes are given back to the GPU, the longest idle first. */
const mostIdleBytes = 256 * 2 ** 20;

/** ONNX Runtime copies and binds buffers in pieces of 16 bytes; rounder sizes are found again more often. */
const granularity = 256;

export class GpuBuffers {
  private readonly gpu: GPUDevice;
  private readonly faults: Faults;
  /** By size; the last is the latest given back. */
  private readonly idle = new Map<number, GPUBuffer[]>();
  private readonly order = new Set<GPUBuffer>();
  private idleBytes = 0;
  /** Given up, but perhaps still named by commands not yet submitted. */
  private doomed: GPUBuffer[] = [];

  constructor(gpu: GPUDevice, faults: Faults) {
    this.gpu = gpu;
    this.faults = faults;
  }

  /**
   * @returns a buffer of at least `bytes`; `fresh` ones hold zeros.
   * @throws OutOfMemoryError where it is beyond the device's limits.
   */
  take(bytes: number): { buffer: GPUBuffer; fresh: boolean } {
    const size = Math.ceil(bytes / granularity) * granularity;
    const reused = this.idle.get(size)?.pop();
    if (reused) {
      this.order.delete(reused);
      this.idleBytes -= size;
      return { buffer: reused, fresh: false };
    }
    const { maxBufferSize, maxStorageBufferBindingSize } = this.gpu.limits;
    const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (size > most) {
      throw new OutOfMemoryError(
        `A tensor of ${megabytes(bytes)} is more than this GPU allows (${megabytes(most)}).`,
      );
    }
    this.gpu.pushErrorScope('out-of-memory');
    const buffer = this.gpu.createBuffer({
      size,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    this.faults.watch(
      this.gpu.popErrorScope().then((error) => {
        if (!error) return undefined;
        return new OutOfMemoryError(`The GPU has no memory left for a tensor of ${megabytes(bytes)}.`);
      }),
    );
    return { buffer, fresh: true };
  }

  give(buffer: GPUBuffer): void {
    const list = this.idle.get(buffer.size) ?? [];
    list.push(buffer);
    this.idle.set(buffer.size, list);
    this.order.add(buffer);
    this.idleBytes += buffer.size;
    for (const oldest of this.order) {
      if (this.idleBytes <= mostIdleBytes) break;
      this.order.delete(oldest);
      const same = this.idle.get(oldest.size);
      same?.splice(same.indexOf(oldest), 1);
      this.idleBytes -= oldest.size;
      this.doomed.push(oldest);
    }
  }

  /** Call after a submission: destroying a buffer before it would make the submission invalid. */
  submitted(): void {
    for (const buffer of this.doomed) buffer.destroy();
    this.doomed = [];
  }
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 3 : 0)} MiB`;
