/**
 * Uniform values of the dispatches of one submission, side by side in one buffer that is bound with dynamic offsets.
 * They are written to the GPU once, just before the submission; the queue keeps that in order, so the next submission
 * begins at 0 again.
 */
import { bytesPerElement } from './elements.ts';
import type { Uniforms } from './kernel.ts';

/** WebGPU's default minUniformBufferOffsetAlignment. */
const slotBytes = 256;
const slots = 256;
const bufferBytes = slots * slotBytes;

/** A struct in the uniform address space takes whole 16 bytes here; our members are 4-byte scalars, packed. */
export const uniformBytes = (uniforms: Uniforms): number =>
  Math.ceil((Object.keys(uniforms).length * bytesPerElement) / 16) * 16;

export class GpuUniforms {
  readonly buffer: GPUBuffer;
  private readonly gpu: GPUDevice;
  private readonly mirror = new DataView(new ArrayBuffer(bufferBytes));
  private used = 0;

  constructor(gpu: GPUDevice) {
    this.gpu = gpu;
    this.buffer = gpu.createBuffer({
      size: bufferBytes,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  }

  get full(): boolean {
    return this.used === slots;
  }

  /** @returns the dynamic offset of the values, in bytes. */
  put(uniforms: Uniforms, values: Readonly<Record<string, number>>): number {
    const start = this.used++ * slotBytes;
    let at = start;
    for (const [name, type] of Object.entries(uniforms)) {
      const value = values[name] ?? 0;
      if (type === 'f32') this.mirror.setFloat32(at, value, true);
      else if (type === 'u32') this.mirror.setUint32(at, value, true);
      else this.mirror.setInt32(at, value, true);
      at += bytesPerElement;
    }
    return start;
  }

  /** Call just before a submission. */
  submit(): void {
    if (this.used > 0) this.gpu.queue.writeBuffer(this.buffer, 0, this.mirror, 0, this.used * slotBytes);
    this.used = 0;
  }
}
