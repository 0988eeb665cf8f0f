/** Devices for tests. */
import { afterAll } from 'vitest';
import type { Device } from '../device.ts';
import { createWebGpuDevice } from '../webgpu.ts';

let shared: Promise<Device> | undefined;

/**
 * The webgpu device of this test file, made at the first call and destroyed after the file's last test. It is in debug
 * mode: errors name their kernel and come with the next read.
 * @throws Error where the browser has no WebGPU adapter; these tests cannot pass without one.
 */
export function testDevice(): Promise<Device> {
  shared ??= newWebGpuDevice();
  return shared;
}

/** A webgpu device of the caller's own, for tests that destroy it. */
export async function newWebGpuDevice(): Promise<Device> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter)
    throw new Error('This browser has no WebGPU adapter. Start it with the flags of chromium.mjs.');
  return createWebGpuDevice(adapter, { debug: true });
}

afterAll(async () => {
  await (await shared)?.destroy();
  shared = undefined;
});
