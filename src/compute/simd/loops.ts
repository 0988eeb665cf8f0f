/** How row operations go along their rows: by vectors of four floats, 16 bytes. */
import type { Local, Scope, Statement, Value } from './assembler.ts';
import { f32, f32x4, f64, f64x2, i32, whileBelow } from './instructions.ts';

const bytesPerElement = 4;
const bytesPerVector = 16;
/** So many vectors are added up in floats before the sum goes on in doubles. */
const vectorsPerBlock = 16;

/** Turns positions, counted in elements, into addresses. */
export const toAddresses = (positions: readonly Local<'i32'>[]): Statement[] =>
  positions.map((position) => position.set(i32.shl(position, i32.const(Math.log2(bytesPerElement)))));

/** Where a row of `length` elements at `address` ends. */
export const endOf = (address: Value<'i32'>, length: Value<'i32'>): Value<'i32'> =>
  i32.add(address, i32.shl(length, i32.const(Math.log2(bytesPerElement))));

/** For every vector of the rows that `addresses` point at; the first one's row ends at `end`. */
export const forEachVector = (
  addresses: readonly [Local<'i32'>, ...Local<'i32'>[]],
  end: Value<'i32'>,
  body: readonly Statement[],
): Statement =>
  whileBelow(addresses[0], end, [
    ...body,
    ...addresses.map((address) => address.set(i32.add(address, i32.const(bytesPerVector)))),
  ]);

/**
 * Adds up `terms`, vectors that the body has made, along the rows, and stores one float each at `sums`. The order of
 * the additions is fixed: four lanes side by side, in floats within a block and in doubles from block to block, which
 * keeps a sum of thousands as exact as its terms.
 */
export function sumAlongRows(
  scope: Scope,
  addresses: readonly [Local<'i32'>, ...Local<'i32'>[]],
  end: Value<'i32'>,
  body: readonly Statement[],
  terms: readonly Value<'v128'>[],
  sums: Value<'i32'>,
): Statement[] {
  const blockEnd = scope.variable('i32');
  const partials = terms.map(() => scope.variable('v128'));
  const totals = terms.map(() => scope.variable('v128'));
  const nextBlock = i32.add(addresses[0], i32.const(vectorsPerBlock * bytesPerVector));
  return [
    whileBelow(addresses[0], end, [
      blockEnd.set(i32.select(nextBlock, end, i32.lessThan(nextBlock, end))),
      ...partials.map((partial) => partial.set(f32x4.splat(f32.const(0)))),
      forEachVector(addresses, blockEnd, [
        ...body,
        ...terms.map((term, j) => partials[j].set(f32x4.add(partials[j], term))),
      ]),
      ...totals.map((total, j) => {
        const pairs = f64x2.add(f64x2.promoteLow(partials[j]), f64x2.promoteHigh(partials[j]));
        return total.set(f64x2.add(total, pairs));
      }),
    ]),
    ...totals.map((total, j) => {
      const sum = f64.add(f64x2.lane(total, 0), f64x2.lane(total, 1));
      return f32.store(sums, f32.demote(sum), j * bytesPerElement);
    }),
  ];
}
