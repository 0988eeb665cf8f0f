/**
 * The two inner loops behind mask logits and their gradients: a value in a register serves four
 * multiplications. What each operation does is told in row-operations.ts.
 */
import { define } from './assembler.ts';
import { f32x4, v128 } from './instructions.ts';
import { endOf, forEachVector, sumAlongRows, toAddresses } from './loops.ts';

export const addWeightedRows = define('addWeightedRows', (scope) => {
  const [out, length, ...rows] = scope.parameters('i32', 6);
  const weights = scope.parameters('f32', 4);
  const end = scope.variable('i32');
  const spread = weights.map(() => scope.variable('v128'));
  const products = rows.map((row, j) => f32x4.mul(spread[j], v128.load(row)));
  const sum01 = f32x4.add(products[0], products[1]);
  const sum23 = f32x4.add(products[2], products[3]);
  return [
    ...toAddresses([out, ...rows]),
    end.set(endOf(out, length)),
    ...spread.map((vector, j) => vector.set(f32x4.splat(weights[j]))),
    forEachVector([out, ...rows], end, [v128.store(out, f32x4.add(v128.load(out), f32x4.add(sum01, sum23)))]),
  ];
});

export const dotRows = define('dotRows', (scope) => {
  const [sums, length, values, ...rows] = scope.parameters('i32', 7);
  const end = scope.variable('i32');
  const vector = scope.variable('v128');
  const products = rows.map((row) => f32x4.mul(vector, v128.load(row)));
  return [
    ...toAddresses([sums, values, ...rows]),
    end.set(endOf(values, length)),
    ...sumAlongRows(scope, [values, ...rows], end, [vector.set(v128.load(values))], products, sums),
  ];
});
