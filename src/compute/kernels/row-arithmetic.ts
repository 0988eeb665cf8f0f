import type { ReserveRows, Rows } from '../simd/row-operations.ts';
import { simdRows } from '../simd/simd-rows.ts';
import { plainRows } from './plain-rows.ts';

let reserve: ReserveRows | undefined;

/**
 * Memory for a kernel's rows, in elements, and the operations on them: SIMD where there is any. One memory serves all
 * kernels, one after the other: nothing in it outlives a call of a twin.
 * @throws OutOfMemoryError where there is no room.
 */
export function reserveRows(length: number): Rows {
  reserve ??= simdRows() ?? plainRows();
  return reserve(length);
}

/**
 * out[i] += sum over j < count of weights[j] * rows[j * length + i]: as `addWeightedRows`, for any number of rows that
 * lie one behind the other.
 */
export function addAllWeightedRows(
  rows: Rows,
  out: number,
  length: number,
  start: number,
  count: number,
  weights: ArrayLike<number>,
): void {
  const last = count - 1;
  for (let j = 0; j < count; j += 4) {
    // Rows past the last repeat it with weight 0.
    const j1 = Math.min(j + 1, last);
    const j2 = Math.min(j + 2, last);
    const j3 = Math.min(j + 3, last);
    rows.addWeightedRows(
      out,
      length,
      start + j * length,
      start + j1 * length,
      start + j2 * length,
      start + j3 * length,
      weights[j],
      j1 === j + 1 ? weights[j1] : 0,
      j2 === j + 2 ? weights[j2] : 0,
      j3 === j + 3 ? weights[j3] : 0,
    );
  }
}

/** sums[j] = sum over i of row[i] * rows[j * length + i], for j < count; `sums` has room for a multiple of four. */
export function dotAllRows(
  rows: Rows,
  sums: number,
  length: number,
  row: number,
  start: number,
  count: number,
): void {
  const last = count - 1;
  const at = (j: number) => start + Math.min(j, last) * length;
  for (let j = 0; j < count; j += 4) {
    rows.dotRows(sums + j, length, row, at(j), at(j + 1), at(j + 2), at(j + 3));
  }
}
