import { describe, expect, test } from 'vitest';
import { capabilities, hasSimd, thisWorld, type World } from './capabilities.ts';
import { chooseDevice, type Makers } from './choose.ts';
import type { Device } from './device.ts';
import { UnavailableError } from './errors.ts';

/** As much of a GPUAdapter as the choice looks at. */
const adapter = (info: Partial<GPUAdapterInfo>): GPUAdapter =>
  ({
    info: { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false, ...info },
    limits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 27 },
    features: new Set(['timestamp-query']),
  }) as unknown as GPUAdapter;

const real = adapter({ vendor: 'nvidia', architecture: 'ampere' });
const software = adapter({ vendor: 'google', architecture: 'swiftshader', isFallbackAdapter: true });

const world = (found: GPUAdapter | null | undefined, over: Partial<World> = {}): World => ({
  gpu: found === undefined ? undefined : { requestAdapter: async () => found },
  webAssembly: { validate: () => true, Suspending: class {} },
  crossOriginIsolated: true,
  processors: 4,
  threads: 4,
  ...over,
});

const made = (kind: Device['kind']): Promise<Device> =>
  Promise.resolve({ kind } as Partial<Device> as Device);
const makers: Makers = { webgpu: () => made('webgpu'), wasm: () => made('wasm') };

describe('the choice of a device', () => {
  test.each<[string, Parameters<typeof chooseDevice>[0], World, Device['kind'], string, boolean]>([
    ['a real adapter', 'auto', world(real), 'webgpu', 'Training runs on the GPU (nvidia ampere).', false],
    [
      'a software adapter',
      'auto',
      world(software),
      'wasm',
      'WebGPU here is the software adapter (google swiftshader), which is slower than WebAssembly, ' +
        'so training runs on 4 threads.',
      false,
    ],
    [
      'no adapter',
      'auto',
      world(null),
      'wasm',
      'WebGPU finds no GPU it can use here, so training runs on 4 threads.',
      false,
    ],
    [
      'no WebGPU and no isolation',
      'auto',
      world(undefined, { crossOriginIsolated: false, threads: 1 }),
      'wasm',
      'This browser has no WebGPU, so training runs on one thread ' +
        '(the page is not cross-origin isolated, so it may use no more).',
      false,
    ],
    [
      'a machine with one processor',
      'wasm',
      world(real, { threads: 1 }),
      'wasm',
      'Training runs on WebAssembly with one thread, as asked.',
      false,
    ],
    [
      'a real adapter that was asked for',
      'webgpu',
      world(real),
      'webgpu',
      'Training runs on the GPU (nvidia ampere), as asked.',
      false,
    ],
    [
      'a software adapter that was asked for',
      'webgpu',
      world(software),
      'webgpu',
      'Training runs on WebGPU, as asked, but this is the software adapter (google swiftshader): ' +
        'the results are right, and WebAssembly would be many times faster.',
      true,
    ],
  ])('with %s', async (_, preference, here, kind, reason, warning) => {
    const choice = await chooseDevice(preference, here, makers);
    expect(choice).toMatchObject({ device: { kind }, reason, warning });
  });

  test('falls back, with the reason, where the adapter gives no device', async () => {
    const failing: Makers = {
      ...makers,
      webgpu: async () => {
        throw new UnavailableError('The GPU adapter "nvidia" gave no device.', 'Restart the browser.');
      },
    };
    const choice = await chooseDevice('auto', world(real), failing);
    expect(choice.device.kind).toBe('wasm');
    expect(choice.reason).toBe(
      'The GPU adapter "nvidia" gave no device. Restart the browser. So training runs on WebAssembly with 4 threads.',
    );
    await expect(chooseDevice('webgpu', world(real), failing)).rejects.toThrow(/gave no device/);
  });

  test('says what is missing where what was asked for cannot be had', async () => {
    await expect(chooseDevice('webgpu', world(undefined), makers)).rejects.toThrow(
      'WebGPU was asked for, but this browser has no WebGPU. Choose WebAssembly, or another browser.',
    );
    const crashing = { requestAdapter: () => Promise.reject(new Error('no')) };
    await expect(chooseDevice('webgpu', world(null, { gpu: crashing }), makers)).rejects.toThrow(
      /finds no GPU/,
    );
  });

  test('says so where there is no WebAssembly SIMD', async () => {
    const without = world(null, { webAssembly: { validate: () => false } });
    await expect(chooseDevice('auto', without, makers)).rejects.toThrow(
      /This browser has no WebAssembly SIMD/,
    );
    const bare = world(null, { webAssembly: undefined });
    await expect(chooseDevice('auto', bare, makers)).rejects.toThrow(/no WebAssembly. Penumbra needs it/);
  });

  test('makes a real device here, in Node', async () => {
    const { device, reason } = await chooseDevice();
    expect(device.kind).toBe('wasm');
    expect(reason).toMatch(/^This browser has no WebGPU, so training runs on (one thread|\d+ threads)/);
    await device.destroy();
  });
});

describe('capabilities', () => {
  test('are the facts of the world', async () => {
    expect(await capabilities(world(software, { crossOriginIsolated: false, threads: 1 }))).toEqual({
      webgpu: true,
      adapter: {
        name: 'google swiftshader',
        fallback: true,
        maxBufferSize: 2 ** 30,
        maxStorageBufferBindingSize: 2 ** 27,
        timestamps: true,
      },
      simd: true,
      jspi: true,
      crossOriginIsolated: false,
      processors: 4,
      threads: 1,
    });
    expect((await capabilities(world(undefined))).adapter).toBeUndefined();
  });

  test('know a software adapter that does not say it is one', async () => {
    const old = adapter({ vendor: 'google', architecture: 'swiftshader' });
    expect((await capabilities(world(old))).adapter?.fallback).toBe(true);
  });

  test('find SIMD by a module that needs it', () => {
    expect(hasSimd(thisWorld())).toBe(true);
    let seen = new Uint8Array();
    const watching = world(null, {
      webAssembly: {
        validate: (bytes) => {
          seen = bytes;
          return WebAssembly.validate(bytes);
        },
      },
    });
    expect(hasSimd(watching)).toBe(true);
    // Another prefix than that of vector instructions (253): the module is refused, so it was they that counted.
    expect(WebAssembly.validate(seen.map((byte) => (byte === 253 ? 254 : byte)))).toBe(false);
  });
});
