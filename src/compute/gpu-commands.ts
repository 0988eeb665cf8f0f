/**
 * One command encoder, filled until somebody needs the GPU to have it: a session run, a read or a queue write. Within
 * an encoder, and between submissions, the GPU keeps the order; ONNX Runtime submits to the same queue and has
 * submitted all of its own when a run resolves.
 */
import type { GpuBuffers } from './gpu-buffers.ts';
import type { GpuUniforms } from './gpu-uniforms.ts';

export class GpuCommands {
  private readonly gpu: GPUDevice;
  private readonly buffers: GpuBuffers;
  private readonly uniforms: GpuUniforms;
  private open: GPUCommandEncoder | undefined;
  private pass: GPUComputePassEncoder | undefined;

  constructor(gpu: GPUDevice, buffers: GpuBuffers, uniforms: GpuUniforms) {
    this.gpu = gpu;
    this.buffers = buffers;
    this.uniforms = uniforms;
  }

  /** For copies and clears. */
  get encoder(): GPUCommandEncoder {
    this.pass?.end();
    this.pass = undefined;
    this.open ??= this.gpu.createCommandEncoder();
    return this.open;
  }

  /** For dispatches; successive ones share a pass. With `timed`, the pass is one of its own. */
  compute(timed?: GPUComputePassTimestampWrites): GPUComputePassEncoder {
    if (timed) return this.encoder.beginComputePass({ timestampWrites: timed });
    this.pass ??= this.encoder.beginComputePass();
    return this.pass;
  }

  /** Hands everything to the GPU; does not wait. */
  flush(): void {
    const { open } = this;
    if (open) {
      this.pass?.end();
      this.pass = undefined;
      this.open = undefined;
      this.uniforms.submit();
      this.gpu.queue.submit([open.finish()]);
    }
    this.buffers.submitted();
  }
}
