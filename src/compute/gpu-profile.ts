/**
 * Times dispatches by timestamp queries, each dispatch in a pass of its own. Chrome rounds timestamps to 0.1 ms unless
 * started with --enable-dawn-features=allow_unsafe_apis or its developer flag for WebGPU; sums of many are good anyway.
 */
import { DeviceError } from './errors.ts';

/** WebGPU allows 4,096 queries in a set; a dispatch takes two. */
const mostDispatches = 2048;
const bytesPerTimestamp = 8;

export class GpuProfile {
  private readonly gpu: GPUDevice;
  private readonly queries: GPUQuerySet;
  private readonly names: string[] = [];

  constructor(gpu: GPUDevice) {
    this.gpu = gpu;
    this.queries = gpu.createQuerySet({ type: 'timestamp', count: 2 * mostDispatches });
  }

  /** @throws DeviceError after 2,048 dispatches. */
  next(name: string): GPUComputePassTimestampWrites {
    const index = 2 * this.names.length;
    if (this.names.length === mostDispatches) {
      throw new DeviceError(
        `More than ${mostDispatches} dispatches were profiled at once.`,
        'Profile fewer steps.',
      );
    }
    this.names.push(name);
    return {
      querySet: this.queries,
      beginningOfPassWriteIndex: index,
      endOfPassWriteIndex: index + 1,
    };
  }

  /** SYNC POINT. Milliseconds by kernel; call it when all dispatches are submitted. */
  async finish(): Promise<Map<string, number>> {
    const sums = new Map<string, number>();
    const bytes = 2 * this.names.length * bytesPerTimestamp;
    if (bytes > 0) {
      const resolved = this.gpu.createBuffer({
        size: bytes,
        usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
      });
      const staging = this.gpu.createBuffer({
        size: bytes,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
      const encoder = this.gpu.createCommandEncoder();
      encoder.resolveQuerySet(this.queries, 0, 2 * this.names.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
      this.gpu.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const nanoseconds = new BigInt64Array(staging.getMappedRange());
      for (const [index, name] of this.names.entries()) {
        const spent = Number((nanoseconds[2 * index + 1] ?? 0n) - (nanoseconds[2 * index] ?? 0n));
        sums.set(name, (sums.get(name) ?? 0) + spent / 1e6);
      }
      resolved.destroy();
      staging.destroy();
    }
    this.queries.destroy();
    return sums;
  }
}
