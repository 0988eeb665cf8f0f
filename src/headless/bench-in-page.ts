/** What `npm run bench` runs inside Chromium. */
import { createWebGpuDevice } from '../compute/webgpu.ts';
import { type TimingOptions, type Timings, timeSteps } from './time-steps.ts';

export interface PageTimings {
  readonly description: string;
  readonly software: boolean;
  readonly batch: number;
  readonly timings: Timings;
}

/** A software adapter takes minutes for what a real one does in a second: fewer images, fewer steps. */
const lighter = { batch: 1, steps: 2, warmup: 1 };

/** Times steps on WebGPU; undefined where there is no adapter. */
export async function timeOnWebGpu(options: TimingOptions): Promise<PageTimings | undefined> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return undefined;
  const software = adapter.info.isFallbackAdapter || /swiftshader/i.test(adapter.info.architecture);
  const device = await createWebGpuDevice(adapter);
  const used = software ? { ...options, ...lighter } : options;
  const timings = await timeSteps(device, used);
  const { description } = device;
  await device.destroy();
  return { description, software, batch: used.batch, timings };
}
