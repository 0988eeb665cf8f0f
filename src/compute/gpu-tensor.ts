import type { Device, ElementType, Tensor } from './device.ts';
import { bytesPerElement } from './elements.ts';

/** A GPU buffer with a shape, or a view of one. */
export class GpuTensor<T extends ElementType = ElementType> implements Tensor<T> {
  readonly device: Device;
  readonly type: T;
  readonly shape: readonly number[];
  readonly size: number;
  readonly buffer: GPUBuffer;
  /** In elements, from the buffer's begin. */
  readonly offset: number;
  private readonly whole: GpuTensor | undefined;
  private readonly freed: () => void;
  private kept = true;

  /** @param whole the tensor this is a view of; a view lives no longer than it. */
  constructor(
    device: Device,
    type: T,
    shape: readonly number[],
    size: number,
    memory: { readonly buffer: GPUBuffer; readonly offset: number },
    whole?: GpuTensor,
    freed: () => void = () => undefined,
  ) {
    this.device = device;
    this.type = type;
    this.shape = [...shape];
    this.size = size;
    this.buffer = memory.buffer;
    this.offset = memory.offset;
    this.whole = whole;
    this.freed = freed;
  }

  get alive(): boolean {
    return this.kept && (this.whole?.alive ?? true);
  }

  /** What a bind group binds: exactly this tensor, so that `arrayLength` is its size. */
  get binding(): GPUBufferBinding {
    return {
      buffer: this.buffer,
      offset: this.offset * bytesPerElement,
      size: this.size * bytesPerElement,
    };
  }

  dispose(): void {
    if (!this.kept) return;
    this.kept = false;
    this.freed();
  }
}
