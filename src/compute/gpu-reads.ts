/** Reading back: all tensors are copied into one staging buffer, which is mapped once. */
import type { ElementType, TypedArrays } from './device.ts';
import { arrayOf, bytesPerElement } from './elements.ts';
import type { GpuCommands } from './gpu-commands.ts';
import type { GpuTensor } from './gpu-tensor.ts';

export class GpuReads {
  private readonly gpu: GPUDevice;
  private readonly commands: GpuCommands;
  /** The biggest staging buffer so far, kept while nobody reads. */
  private idle: GPUBuffer | undefined;

  constructor(gpu: GPUDevice, commands: GpuCommands) {
    this.gpu = gpu;
    this.commands = commands;
  }

  async read(tensors: readonly GpuTensor[]): Promise<TypedArrays[ElementType][]> {
    const bytes = tensors.reduce((sum, { size }) => sum + size * bytesPerElement, 0);
    const staging = this.take(bytes);
    let at = 0;
    for (const { buffer, offset, size } of tensors) {
      this.commands.encoder.copyBufferToBuffer(
        buffer,
        offset * bytesPerElement,
        staging,
        at,
        size * bytesPerElement,
      );
      at += size * bytesPerElement;
    }
    this.commands.flush();
    await staging.mapAsync(GPUMapMode.READ, 0, Math.max(bytes, bytesPerElement));
    const mapped = staging.getMappedRange(0, Math.max(bytes, bytesPerElement));
    let from = 0;
    const copies = tensors.map(({ type, size }) => {
      const copy = new arrayOf[type](mapped, from, size).slice();
      from += size * bytesPerElement;
      return copy;
    });
    staging.unmap();
    this.give(staging);
    return copies;
  }

  private take(bytes: number): GPUBuffer {
    const { idle } = this;
    if (idle && idle.size >= bytes) {
      this.idle = undefined;
      return idle;
    }
    return this.gpu.createBuffer({
      size: Math.max(256, 2 ** Math.ceil(Math.log2(Math.max(1, bytes)))),
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }

  private give(staging: GPUBuffer): void {
    if (this.idle && this.idle.size >= staging.size) {
      staging.destroy();
      return;
    }
    this.idle?.destroy();
    this.idle = staging;
  }
}
