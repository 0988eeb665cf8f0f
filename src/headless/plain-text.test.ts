import { expect, test } from 'vitest';
import { fromText, toText } from './plain-text.ts';

test('what goes comes back, typed arrays and all', () => {
  const long = Float32Array.from({ length: 100_000 }, (_, i) => Math.fround(Math.sin(i)));
  const value = {
    step: 12,
    weights: { student: long, moments: [long.subarray(3, 9), new Float64Array([0.1, Number.NaN, -0])] },
    counts: new Uint32Array([2 ** 32 - 1, 0]),
    bytes: new Uint8Array(0),
    signed: Int32Array.of(-5),
    odd: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-300],
    words: ['$number', ''],
    nothing: null,
    yes: true,
    empty: {},
  };
  expect(fromText(toText(value))).toEqual(value);
});

test('what looks like one of its own marks stays what it is', () => {
  const value = { $number: 3, other: { $Float16Array: 'x' }, both: { $number: '1', more: '2' } };
  expect(fromText(toText(value))).toEqual(value);
});

test('what is undefined is left out, and a kind that nobody here keeps is refused', () => {
  expect(fromText(toText({ before: undefined, after: 1 }))).toEqual({ after: 1 });
  expect(() => toText({ big: new BigInt64Array(1) })).toThrow(/BigInt64Array/);
});
