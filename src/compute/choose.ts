/** Which device to train on, with an honest word why. */
import { factsOf, findAdapter, hasSimd, thisWorld, type World } from './capabilities.ts';
import type { Device, DeviceKind } from './device.ts';
import { UnavailableError } from './errors.ts';
import { createWasmDevice } from './wasm.ts';
import { createWebGpuDevice } from './webgpu.ts';

export type DevicePreference = 'auto' | DeviceKind;

export interface Choice {
  readonly device: Device;
  /** One or two sentences for people. */
  readonly reason: string;
  /** The choice was asked for although it is not the best one here; `reason` says why. */
  readonly warning: boolean;
}

/** How devices are made; tests put stand-ins here. */
export interface Makers {
  webgpu(adapter: GPUAdapter): Promise<Device>;
  wasm(threads: number): Promise<Device>;
}

const realMakers: Makers = { webgpu: createWebGpuDevice, wasm: createWasmDevice };

/**
 * A real GPU adapter gives the webgpu device; a software adapter or none gives the wasm device. What is asked for is
 * given where it can be had at all.
 * @throws UnavailableError where it cannot.
 */
export async function chooseDevice(
  preference: DevicePreference = 'auto',
  world: World = thisWorld(),
  makers: Makers = realMakers,
): Promise<Choice> {
  if (preference === 'wasm') {
    const device = await wasm(world, makers);
    return {
      device,
      reason: `Training runs on WebAssembly with ${threads(world)}, as asked.`,
      warning: false,
    };
  }
  const adapter = await findAdapter(world);
  const facts = adapter && factsOf(adapter);
  if (preference === 'webgpu') {
    if (!adapter || !facts) {
      throw new UnavailableError(
        `WebGPU was asked for, but ${missing(world)}.`,
        'Choose WebAssembly, or another browser.',
      );
    }
    const device = await makers.webgpu(adapter);
    if (!facts.fallback) {
      return { device, reason: `Training runs on the GPU (${facts.name}), as asked.`, warning: false };
    }
    return {
      device,
      reason:
        `Training runs on WebGPU, as asked, but this is the software adapter (${facts.name}): ` +
        'the results are right, and WebAssembly would be many times faster.',
      warning: true,
    };
  }
  if (adapter && facts && !facts.fallback) {
    try {
      const device = await makers.webgpu(adapter);
      return { device, reason: `Training runs on the GPU (${facts.name}).`, warning: false };
    } catch (thrown) {
      const why = thrown instanceof UnavailableError ? thrown.message : String(thrown);
      const device = await wasm(world, makers);
      return {
        device,
        reason: `${why} So training runs on WebAssembly with ${threads(world)}.`,
        warning: true,
      };
    }
  }
  const device = await wasm(world, makers);
  const because = facts
    ? `WebGPU here is the software adapter (${facts.name}), which is slower than WebAssembly`
    : capitalised(missing(world));
  return {
    device,
    reason: `${because}, so training runs on ${threads(world)}.`,
    warning: false,
  };
}

const missing = ({ gpu }: World): string =>
  gpu ? 'WebGPU finds no GPU it can use here' : 'this browser has no WebGPU';

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function threads({ threads: count, crossOriginIsolated }: World): string {
  if (count > 1) return `${count} threads`;
  return crossOriginIsolated
    ? 'one thread'
    : 'one thread (the page is not cross-origin isolated, so it may use no more)';
}

async function wasm(world: World, makers: Makers): Promise<Device> {
  if (!hasSimd(world)) {
    throw new UnavailableError(
      world.webAssembly ? 'This browser has no WebAssembly SIMD.' : 'This browser has no WebAssembly.',
      'Penumbra needs it to train: use Chrome 91, Firefox 89, Safari 16.4 or newer.',
    );
  }
  return makers.wasm(world.threads);
}
