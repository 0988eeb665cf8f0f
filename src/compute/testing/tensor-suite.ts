import { describe, expect, test } from 'vitest';
import type { Device } from '../device.ts';
import { TensorError } from '../errors.ts';
import { axpy } from './toy-kernels.ts';
import { f32, ramp, workbench } from './workbench.ts';

export function tensorSuite(get: () => Promise<Device>): void {
  describe('tensors', () => {
    const bench = workbench(get);

    test('are zeros when created, also in memory used before', async () => {
      for (let round = 0; round < 3; round++) {
        const tensor = bench.device.create('f32', [3, 5]);
        expect((await bench.device.read(tensor))[0]).toEqual(new Float32Array(15));
        bench.device.write(tensor, ramp(15));
        tensor.dispose();
      }
    });

    test('hold what was uploaded, of every type, and come back together', async () => {
      const f = bench.up(f32(1.5, -2, Number.POSITIVE_INFINITY));
      const u = bench.keep(bench.device.upload('u32', [2], Uint32Array.of(0xffffffff, 7)));
      const i = bench.keep(bench.device.upload('i32', [1], Int32Array.of(-5)));
      expect(await bench.device.read(f, u, i)).toEqual([
        f32(1.5, -2, Number.POSITIVE_INFINITY),
        Uint32Array.of(0xffffffff, 7),
        Int32Array.of(-5),
      ]);
      expect(await bench.device.read()).toEqual([]);
    });

    test('do not change with the array they were uploaded from, nor with what was read', async () => {
      const data = f32(1, 2);
      const tensor = bench.up(data);
      data[0] = 9;
      const [first] = await bench.device.read(tensor);
      first[1] = 9;
      expect((await bench.device.read(tensor))[0]).toEqual(f32(1, 2));
    });

    test('are overwritten in part', async () => {
      const tensor = bench.up(f32(1, 2, 3, 4));
      bench.device.write(tensor, f32(7, 8), 1);
      expect((await bench.device.read(tensor))[0]).toEqual(f32(1, 7, 8, 4));
    });

    test('are copied in part, bit by bit, also within themselves', async () => {
      const source = bench.up(f32(1, 2, 3, 4));
      const target = bench.keep(bench.device.create('u32', [3]));
      bench.device.copy(source, 1, target, 1, 2);
      bench.device.copy(source, 0, source, 2, 2);
      const bits = new Uint32Array(f32(2, 3).buffer);
      expect(await bench.device.read(target, source)).toEqual([Uint32Array.of(0, ...bits), f32(1, 2, 1, 2)]);
    });

    test('keep the order of writes, kernels and copies', async () => {
      const x = bench.up(f32(1));
      const y = bench.up(f32(0));
      const log = bench.keep(bench.device.create('f32', [3]));
      bench.device.run(axpy, { x, y }, { a: 1, n: 1, shift: 0 });
      bench.device.copy(y, 0, log, 0, 1);
      bench.device.write(x, f32(10));
      bench.device.run(axpy, { x, y }, { a: 1, n: 1, shift: 0 });
      bench.device.copy(y, 0, log, 1, 1);
      bench.device.write(y, f32(-1));
      bench.device.copy(y, 0, log, 2, 1);
      expect((await bench.device.read(log))[0]).toEqual(f32(2, 22, -1));
    });

    test('have views on the same memory', async () => {
      const flat = bench.up(new Float32Array(130));
      const second = bench.device.reshape(flat, [2, 3], 64);
      const third = bench.device.reshape(flat, [2], 128);
      bench.device.write(second, f32(1, 2, 3, 4, 5, 6));
      bench.device.write(third, f32(8, 9));
      const [all, part] = await bench.device.read(flat, second);
      expect([...all.slice(62, 72)]).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 0, 0]);
      expect([...all.slice(126)]).toEqual([0, 0, 8, 9]);
      expect(part).toEqual(f32(1, 2, 3, 4, 5, 6));
      const count = bench.device.memory.tensors;
      second.dispose();
      third.dispose();
      expect(bench.device.memory.tensors).toBe(count);
    });

    test('are counted until disposed of, once', () => {
      const tensor = bench.device.create('f32', [2, 8]);
      expect(bench.device.memory).toEqual({
        tensors: bench.before.tensors + 1,
        bytes: bench.before.bytes + 64,
      });
      tensor.dispose();
      tensor.dispose();
      expect(bench.device.memory).toEqual(bench.before);
    });

    test('refuse sizes and ranges that do not fit', () => {
      const tensor = bench.up(f32(1, 2, 3));
      expect(() => bench.device.upload('f32', [2, 2], f32(1))).toThrow(
        /1 elements were given for a tensor f32 \[2, 2\]/,
      );
      expect(() => bench.device.create('f32', [0])).toThrow(RangeError);
      expect(() => bench.device.create('f32', [1.5])).toThrow(RangeError);
      expect(() => bench.device.write(tensor, f32(1, 2), 2)).toThrow(/do not fit into a tensor of 3/);
      expect(() => bench.device.copy(tensor, 0, tensor, -1, 1)).toThrow(RangeError);
      expect(() => bench.device.reshape(tensor, [4])).toThrow(RangeError);
      expect(() => bench.device.reshape(tensor, [1], 1)).toThrow(/multiples of 64/);
    });

    test('are refused once disposed of, and so are their views', async () => {
      const tensor = bench.device.upload('f32', [2], f32(1, 2));
      const view = bench.device.reshape(tensor, [1, 2]);
      tensor.dispose();
      expect(() => bench.device.write(tensor, f32(1))).toThrow(TensorError);
      await expect(bench.device.read(view)).rejects.toThrow(
        /f32 \[1, 2\] given as a tensor to read was disposed of/,
      );
    });
  });
}
