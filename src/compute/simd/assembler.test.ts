import { describe, expect, it } from 'vitest';
import { assemble, define, keeping, signed, unsigned, type WasmFunction } from './assembler.ts';
import { f32, f32x4, f64, f64x2, i32, i32x4, v128, whileBelow } from './instructions.ts';

/** Four floats before and after a function has run on the memory they begin. */
function run(f: WasmFunction, before: readonly number[], ...parameters: number[]): number[] {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const values = new Float32Array(memory.buffer);
  values.set(before);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble([f])), { env: { memory } });
  (exports[f.name] as (...parameters: number[]) => void)(...parameters);
  return [...values.subarray(0, 4)];
}

const here = i32.const(0);
const there = v128.load(i32.const(16));
/** A function that puts a vector made of the first two into the place of the first. */
const replacing = (make: (a: typeof there, b: typeof there) => typeof there) =>
  define('f', () => [v128.store(here, make(v128.load(here), there))]);

describe('LEB128', () => {
  it.each([
    [0, [0x00]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    // The example of the DWARF standard's and everyone's text.
    [624485, [0xe5, 0x8e, 0x26]],
  ])('of %d without sign', (value, bytes) => {
    expect(unsigned(value)).toEqual(bytes);
  });

  it.each([
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
  ])('of %d with sign', (value, bytes) => {
    expect(signed(value)).toEqual(bytes);
  });
});

describe('instructions do what their names say', () => {
  const a = [1, -2, 3.5, NaN];
  const b = [4, -8, 0.5, 1];
  it.each<[string, WasmFunction, number[]]>([
    ['add', replacing(f32x4.add), [5, -10, 4, NaN]],
    ['sub', replacing(f32x4.sub), [-3, 6, 3, NaN]],
    ['mul', replacing(f32x4.mul), [4, 16, 1.75, NaN]],
    ['div', replacing(f32x4.div), [0.25, 0.25, 7, NaN]],
    ['abs', replacing(f32x4.abs), [1, 2, 3.5, NaN]],
    [
      'sqrt',
      replacing((_, second) => f32x4.sqrt(f32x4.abs(second))),
      [2, Math.fround(8 ** 0.5), Math.fround(0.5 ** 0.5), 1],
    ],
    ['pmin', replacing(f32x4.pmin), [1, -8, 0.5, NaN]],
    ['pmax', replacing(f32x4.pmax), [4, -2, 3.5, NaN]],
    ['gt and select', replacing((x, y) => v128.select(x, y, f32x4.gt(x, y))), [4, -2, 3.5, 1]],
    ['ge and and', replacing((x, y) => v128.and(f32x4.splat(f32.const(1)), f32x4.ge(x, y))), [0, 1, 1, 0]],
    ['integer add', replacing((_, y) => i32x4.add(y, i32x4.splat(i32.const(1 << 23)))), [8, -16, 1, 2]],
    // 127 << 23 is the exponent of 1.
    ['integer shl', replacing(() => i32x4.shl(i32x4.splat(i32.const(127)), i32.const(23))), [1, 1, 1, 1]],
  ])('%s', (_, f, expected) => {
    expect(run(f, [...a, ...b])).toEqual(expected);
  });

  it('doubles are added as doubles', () => {
    const f = define('f', () => {
      const low = f64x2.promoteLow(v128.load(here));
      const high = f64x2.promoteHigh(v128.load(here));
      const both = f64x2.add(low, high);
      const sum = f64.add(f64x2.lane(both, 0), f64x2.lane(both, 1));
      return [f32.store(here, f32.demote(sum), 12)];
    });
    // In floats, 2^30 + 1 - 2^30 is 0.
    expect(run(f, [2 ** 30, 1, 0, -(2 ** 30)])).toEqual([2 ** 30, 1, 0, 1]);
  });
});

describe('functions', () => {
  it('loop while their cursor is below the end, which may be never', () => {
    const f = define('f', (scope) => {
      const [cursor, end] = scope.parameters('i32', 2);
      const [step] = scope.parameters('f32', 1);
      const { steps, keep } = keeping(scope);
      const sum = keep(f32x4.add(v128.load(here), f32x4.splat(step)));
      return [
        whileBelow(cursor, end, [...steps, v128.store(here, sum), cursor.set(i32.add(cursor, i32.const(4)))]),
      ];
    });
    expect(run(f, [1, 2, 3, 4], 0, 12, 0.5)).toEqual([2.5, 3.5, 4.5, 5.5]);
    expect(run(f, [1, 2, 3, 4], 12, 12, 0.5)).toEqual([1, 2, 3, 4]);
  });

  it('choose between numbers', () => {
    const f = define('f', (scope) => {
      const [a, b] = scope.parameters('i32', 2);
      const smaller = i32.select(a, b, i32.lessThan(a, b));
      return [f32.store(i32.shl(smaller, i32.const(2)), f32.const(9))];
    });
    expect(run(f, [0, 0, 0, 0], 1, 3)).toEqual([0, 9, 0, 0]);
    expect(run(f, [0, 0, 0, 0], 3, 2)).toEqual([0, 0, 9, 0]);
  });

  it('want their parameters before their variables', () => {
    const write = () =>
      define('late', (scope) => {
        scope.variable('i32');
        scope.parameters('i32', 1);
        return [];
      });
    expect(write).toThrow('Ask for the parameters of "late" before its variables.');
  });
});
