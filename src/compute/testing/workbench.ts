import { afterEach, beforeEach, expect } from 'vitest';
import type { Device, DeviceMemory, Tensor } from '../device.ts';

export const f32 = (...values: number[]): Float32Array => Float32Array.from(values);

/** `count` values that look irregular: start + scale sin(1.7 i + 0.3). */
export const ramp = (count: number, scale = 1, start = 0): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => start + scale * Math.sin(i * 1.7 + 0.3));

export interface Workbench {
  readonly device: Device;
  /** What was on the device before the test. */
  readonly before: DeviceMemory;
  /** Disposes of a tensor after the test. */
  keep<T extends Tensor>(tensor: T): T;
  /** Uploads floats, kept until the end of the test. */
  up(data: Float32Array, shape?: readonly number[]): Tensor<'f32'>;
}

/** A device for each test of the file or group; a test that leaves a tensor behind fails. */
export function workbench(get: () => Promise<Device>): Workbench {
  let device: Device | undefined;
  let before: DeviceMemory = { tensors: 0, bytes: 0 };
  let temporary: Tensor[] = [];
  const bench: Workbench = {
    get device() {
      if (!device) throw new Error('The device is there only while a test runs.');
      return device;
    },
    get before() {
      return before;
    },
    keep: (tensor) => {
      temporary.push(tensor);
      return tensor;
    },
    up: (data, shape = [data.length]) => bench.keep(bench.device.upload('f32', shape, data)),
  };

  beforeEach(async () => {
    device = await get();
    before = device.memory;
    temporary = [];
  });

  afterEach(() => {
    for (const tensor of temporary) tensor.dispose();
    expect(bench.device.memory, 'tensors left behind').toEqual(before);
  });
  return bench;
}
