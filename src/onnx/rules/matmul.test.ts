import { describe, it } from 'vitest';
import { float, int, string } from '../attributes.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { Random } from '../testing/random.ts';

const products: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
  ],
  [
    [2, 3, 4],
    [4, 5],
  ],
  [
    [3, 4],
    [2, 4, 5],
  ],
  [
    [2, 1, 3, 4],
    [3, 4, 2],
  ],
  [
    [2, 1, 3, 4],
    [1, 3, 4, 2],
  ],
  [[4], [4]],
  [[4], [4, 3]],
  [[3, 4], [4]],
  [[2, 3, 4], [4]],
  [[4], [2, 4, 3]],
];

describe('MatMul gradients', () => {
  it.each(products)('%j times %j', (a, b) => {
    const random = new Random(5);
    return checkNodeGradients({ op: 'MatMul', inputs: [random.floats(a), random.floats(b)] });
  });
});

describe('Gemm gradients', () => {
  const cases = [0, 1].flatMap((transA) =>
    [0, 1].flatMap((transB) =>
      [[3, 5], [5], [1, 5], [3, 1], [], undefined].map((c) => ({ transA, transB, c })),
    ),
  );
  it.each(cases)('%j', ({ transA, transB, c }) => {
    const random = new Random(6);
    const a = random.floats(transA ? [4, 3] : [3, 4]);
    const b = random.floats(transB ? [5, 4] : [4, 5]);
    const attributes = { transA: int(transA), transB: int(transB), alpha: float(0.7), beta: float(-1.3) };
    return checkNodeGradients({ op: 'Gemm', inputs: [a, b, ...(c ? [random.floats(c)] : [])], attributes });
  });
});

describe('Einsum gradients', () => {
  it.each([
    ['bij,bjk->bik', [2, 3, 4], [2, 4, 5]],
    ['bhid,bhjd->bhij', [2, 2, 3, 4], [2, 2, 5, 4]],
    ['ij,jk', [3, 4], [4, 2]],
    ['ij,k->ik', [3, 4], [5]],
  ] as const)('%s', (equation, a, b) => {
    const random = new Random(7);
    const attributes = { equation: string(equation) };
    return checkNodeGradients({ op: 'Einsum', inputs: [random.floats(a), random.floats(b)], attributes });
  });
});
