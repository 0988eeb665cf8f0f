import { describe, expect, test } from 'vitest';
import type { Device, Tensor } from '../device.ts';
import { KernelError } from '../errors.ts';
import { axpy, axpyTimesTen, measure } from './toy-kernels.ts';
import { f32, ramp, workbench } from './workbench.ts';

export function kernelSuite(get: () => Promise<Device>): void {
  describe('kernels', () => {
    const bench = workbench(get);

    test('get uniforms of every type and their constants', async () => {
      const x = bench.up(ramp(100));
      const y = bench.up(ramp(100, 2));
      bench.device.run(axpy, { x, y }, { a: -0.5, n: 99, shift: -3 });
      bench.device.run(axpyTimesTen, { x, y }, { a: 1, n: 1, shift: 0 });
      const expected = ramp(100, 2).map((v, i) => (i < 99 ? v - (ramp(100)[i] ?? 0) - 3 : v));
      expected[0] = (expected[0] ?? 0) + 10 * (ramp(100)[0] ?? 0);
      const [result] = await bench.device.read(y);
      for (const [i, value] of expected.entries()) expect(result[i]).toBeCloseTo(value, 5);
    });

    test('see exactly their tensor, whatever memory lies behind it', async () => {
      const marks = bench.keep(bench.device.create('u32', [200]));
      const signs = bench.keep(bench.device.create('i32', [5]));
      const view = bench.device.reshape(marks, [3], 64);
      bench.device.run(measure, { marks: view, signs }, {});
      const [all, sign] = await bench.device.read(marks, signs);
      expect(all[66]).toBe(3);
      expect(all.reduce((sum, v) => sum + v)).toBe(3);
      expect(sign[0]).toBe(-5);
    });

    test('each get their own uniforms, more dispatches than fit one submission', async () => {
      const x = bench.up(f32(1));
      const y = bench.up(f32(0));
      for (let i = 1; i <= 600; i++) bench.device.run(axpy, { x, y }, { a: i, n: 1, shift: 0 });
      expect((await bench.device.read(y))[0]).toEqual(f32(600 * 601));
    });

    test('are timed by name', async () => {
      const x = bench.up(ramp(64));
      const y = bench.up(ramp(64));
      const uniforms = { a: 1, n: 64, shift: 0 };
      if (!bench.device.profile) throw new Error('This device cannot profile.');
      const times = await bench.device.profile(async () => {
        bench.device.run(axpy, { x, y }, uniforms);
        bench.device.run(axpy, { x, y }, uniforms);
        await bench.device.read(y);
        bench.device.run(axpyTimesTen, { x, y }, uniforms);
      });
      expect([...times.keys()]).toEqual(['toy-axpy']);
      expect(times.get('toy-axpy')).toBeGreaterThanOrEqual(0);
      const [once] = await bench.device.read(y);
      expect(once[0]).toBeCloseTo((ramp(64)[0] ?? 0) * 15, 4);
      expect((await bench.device.profile(async () => undefined)).size).toBe(0);
    });

    test('refuse bindings that are not what they declare', () => {
      const x = bench.up(f32(1, 2));
      const y = bench.up(f32(1, 2));
      const u = bench.keep(bench.device.create('u32', [2]));
      const uniforms = { a: 1, n: 2, shift: 0 };
      const given = (bindings: Record<string, Tensor>) => () =>
        bench.device.run(axpy, bindings as { x: Tensor<'f32'>; y: Tensor<'f32'> }, uniforms);
      expect(given({ x })).toThrow(/No tensor was given for binding "y" of kernel "toy-axpy"/);
      expect(given({ x, y: u })).toThrow(/is u32 \[2\]. Bind a tensor of type f32/);
      expect(given({ x, y, z: y })).toThrow(/given a tensor for "z", which it does not declare/);
      expect(given({ x: y, y })).toThrow(/share memory and one is written/);
      expect(() => bench.device.run(axpy, { x, y }, { ...uniforms, n: 3 })).toThrow(/needs at least 3/);
      expect(given({ x })).toThrow(KernelError);
    });

    test('refuse uniforms that are not what they declare', () => {
      const x = bench.up(f32(1, 2));
      const y = bench.up(f32(1, 2));
      const given = (uniforms: Record<string, number>) => () =>
        bench.device.run(axpy, { x, y }, uniforms as { a: number; n: number; shift: number });
      expect(given({ a: 1, n: 1 })).toThrow(/Uniform "shift" of kernel "toy-axpy" is undefined/);
      expect(given({ a: Number.NaN, n: 1, shift: 0 })).toThrow(/Uniform "a" .* is NaN. Give it a number/);
      expect(given({ a: 1, n: -1, shift: 0 })).toThrow(/fits into u32/);
      expect(given({ a: 1, n: 1, shift: 0.5 })).toThrow(/fits into i32/);
      expect(given({ a: 1, n: 1, shift: 0, b: 1 })).toThrow(/uniform "b", which it does not declare/);
    });

    test('refuse a grid beyond the limits', () => {
      const x = bench.up(f32(1));
      const y = bench.up(f32(1));
      const wide = { ...axpy, grid: (): [number] => [65_536] };
      expect(() => bench.device.run(wide, { x, y }, { a: 1, n: 1, shift: 0 })).toThrow(
        /grid of 65536 x 1 x 1/,
      );
    });
  });
}
