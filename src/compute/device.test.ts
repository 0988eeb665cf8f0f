import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './device.ts';
import { deviceSuite, endSuite } from './testing/device-suite.ts';
import { threadedModel } from './testing/toy-models.ts';
import { createWasmDevice } from './wasm.ts';

describe('the wasm device', () => {
  let device: Promise<Device>;
  beforeAll(() => {
    device = createWasmDevice(2);
  });
  afterAll(async () => (await device).destroy());
  deviceSuite(() => device);

  test('says how many threads it has', async () => {
    expect((await device).description).toBe('WebAssembly with 2 threads');
  });

  test('gives the same bits for the same inputs, run after run and session after session', async () => {
    const here = await device;
    const data = (count: number, step: number) =>
      Float32Array.from({ length: count }, (_, i) => Math.sin(i * step) * 10 ** ((i % 7) - 3));
    const x = here.upload('f32', [4, 16, 32, 32], data(4 * 16 * 1024, 1.1));
    const w = here.upload('f32', [16, 16, 3, 3], data(16 * 16 * 9, 0.7));
    const bits: Uint32Array[] = [];
    for (let session = 0; session < 2; session++) {
      const threaded = await here.session(threadedModel());
      for (let run = 0; run < 3; run++) {
        const { y, product } = await threaded.run({ x, w });
        if (!y || !product) throw new Error('An output is missing.');
        const [values, sums] = await here.read(y, product);
        bits.push(new Uint32Array(Float32Array.of(...values.slice(0, 512), ...sums).buffer));
        y.dispose();
        product.dispose();
      }
      await threaded.release();
    }
    for (const other of bits.slice(1)) expect(other).toEqual(bits[0]);
    expect(new Set(bits[0]).size).toBeGreaterThan(1000);
    x.dispose();
    w.dispose();
  });
});

describe('the end of a wasm device', () => {
  endSuite(() => createWasmDevice(2));
});
