import { describe, expect, test } from 'vitest';
import type { Device } from '../device.ts';
import { ModelError } from '../errors.ts';
import { axpy } from './toy-kernels.ts';
import {
  addingModel,
  convModel,
  doublingModel,
  nonsenseModel,
  pickingModel,
  plainConv,
  shapeModel,
} from './toy-models.ts';
import { f32, ramp, workbench } from './workbench.ts';

export function sessionSuite(get: () => Promise<Device>): void {
  describe('sessions', () => {
    const bench = workbench(get);

    test('run a convolution like the one written out', async () => {
      const [x, w, b] = [ramp(2 * 3 * 36), ramp(4 * 27, 0.5), ramp(4, 0.1, 0.05)];
      const session = await bench.device.session(convModel());
      expect([session.inputs, session.outputs]).toEqual([
        ['x', 'w', 'b'],
        ['sum', 'y'],
      ]);
      const feeds = { x: bench.up(x, [2, 3, 6, 6]), w: bench.up(w, [4, 3, 3, 3]), b: bench.up(b) };
      const { sum, y } = await session.run(feeds);
      expect(sum?.shape).toEqual([2, 4, 6, 6]);
      const { y: only, ...others } = await session.run(feeds, ['y']);
      expect(others).toEqual({});
      if (!sum || !y || !only) throw new Error('An output is missing.');
      const results = await bench.device.read(bench.keep(sum), bench.keep(y), bench.keep(only));
      const expected = plainConv(x, w, b);
      for (const [i, value] of expected.entries()) {
        expect(results[0][i]).toBeCloseTo(value, 5);
        expect(results[1][i]).toBeCloseTo(Math.max(0, value), 5);
        expect(results[2][i]).toBe(results[1][i]);
      }
      await session.release();
    });

    test('see what kernels did before and are seen by kernels after, without waits', async () => {
      const session = await bench.device.session(doublingModel());
      const one = bench.up(f32(1, 1, 1, 1, 1));
      let x = bench.device.upload('f32', [5], f32(0, 1, 2, 3, -4));
      for (let round = 0; round < 20; round++) {
        bench.device.run(axpy, { x: one, y: x }, { a: 0.5, n: 5, shift: 0 });
        const { doubled } = await session.run({ x }, ['doubled']);
        if (!doubled) throw new Error('An output is missing.');
        // What is disposed of while commands on it are pending must not be reused too early.
        const scratch = bench.device.upload('f32', [5], f32(9, 9, 9, 9, 9));
        bench.device.run(axpy, { x: one, y: doubled }, { a: 0, n: 5, shift: -1 });
        x.dispose();
        scratch.dispose();
        x = doubled;
      }
      // x -> 2 (x + 1) - 1 = 2 x + 1, twenty times: 2^20 x + 2^20 - 1.
      const expected = [0, 1, 2, 3, -4].map((start) => 2 ** 20 * start + 2 ** 20 - 1);
      expect((await bench.device.read(bench.keep(x)))[0]).toEqual(f32(...expected));
      await session.release();
    });

    test('hand out results that are not their feeds', async () => {
      const session = await bench.device.session(doublingModel());
      const x = bench.up(f32(1, 2));
      const { same } = await session.run({ x }, ['same']);
      if (!same) throw new Error('An output is missing.');
      bench.keep(same);
      bench.device.write(x, f32(7, 7));
      const [kept] = await bench.device.read(same);
      expect(kept).toEqual(f32(1, 2));
      await session.release();
    });

    test('take views and integers', async () => {
      const session = await bench.device.session(pickingModel());
      const flat = bench.up(ramp(200));
      const indices = bench.keep(bench.device.upload('i32', [4], Int32Array.of(2, 0, 2, 1)));
      const { picked } = await session.run({ x: bench.device.reshape(flat, [3], 128), indices });
      if (!picked) throw new Error('An output is missing.');
      const [a, b, c] = ramp(200).slice(128);
      expect((await bench.device.read(bench.keep(picked)))[0]).toEqual(f32(c ?? 0, a ?? 0, c ?? 0, b ?? 0));
      await session.release();
    });

    test('take turns when asked at once', async () => {
      const session = await bench.device.session(doublingModel());
      const feeds = [1, 2, 3, 4].map((v) => bench.up(f32(v)));
      const results = await Promise.all(feeds.map((x) => session.run({ x }, ['doubled'])));
      const doubled = results.map((result) => bench.keep(result.doubled ?? bench.device.create('f32', [1])));
      expect((await bench.device.read(...doubled)).map(([v]) => v)).toEqual([2, 4, 6, 8]);
      await session.release();
    });

    test('refuse feeds and outputs that the model does not have', async () => {
      const session = await bench.device.session(convModel());
      const x = bench.up(ramp(2 * 3 * 36), [2, 3, 6, 6]);
      const w = bench.up(ramp(108), [4, 3, 3, 3]);
      const b = bench.up(ramp(4));
      await expect(session.run({ x, w })).rejects.toThrow(/No tensor was fed to the model's input "b"/);
      await expect(session.run({ x, w, b, c: b })).rejects.toThrow(/no input "c". Its inputs are x, w, b/);
      await expect(session.run({ x: w, w, b })).rejects.toThrow(
        /input "x" is float32 \[2, 3, 6, 6\], but float32 \[4, 3, 3, 3\] was fed/,
      );
      await expect(session.run({ x, w, b }, ['z'])).rejects.toThrow(/no output "z"/);
      await expect(session.run({ x, w, b }, ['z'])).rejects.toThrow(ModelError);
      await session.release();
      await session.release();
      await expect(session.run({ x, w, b })).rejects.toThrow(/its session was released/);
    });

    test('reject where the model fails on these feeds; a new session is not touched by it', async () => {
      const session = await bench.device.session(addingModel());
      const [two, three] = [bench.up(f32(1, 2)), bench.up(f32(1, 2, 3))];
      const failed = session.run({ x: two, y: three });
      await expect(failed).rejects.toThrow(ModelError);
      await expect(failed).rejects.toThrow(/could not run the model: .*broadcast/s);
      await session.release();
      const other = await bench.device.session(addingModel());
      const { sum } = await other.run({ x: three, y: three });
      if (!sum) throw new Error('An output is missing.');
      expect((await bench.device.read(bench.keep(sum)))[0]).toEqual(f32(2, 4, 6));
      await other.release();
    });

    test('refuse what is not a model, or not one that they can run', async () => {
      await expect(bench.device.session(Uint8Array.of(1, 2, 3))).rejects.toThrow(/could not load the model/);
      await expect(bench.device.session(nonsenseModel())).rejects.toThrow(/Frobnicate/);
      await expect(bench.device.session(nonsenseModel())).rejects.toThrow(ModelError);
      await expect(bench.device.session(shapeModel())).rejects.toThrow(/output "shape" is int64/);
      const after = await bench.device.session(doublingModel());
      await after.release();
    });
  });
}
