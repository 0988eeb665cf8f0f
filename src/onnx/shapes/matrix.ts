import type { ShapeRule, ShapeRules, TypedNode } from './typed-node.ts';

/** NumPy's matmul: a vector on the left gains a row axis for the product, one on the right a column axis. */
const matMul: ShapeRule = (node) => {
  const { dtype, shape: left } = node.input(0);
  const right = node.input(1).shape;
  if (left.length === 0 || right.length === 0) node.fail('cannot multiply scalars as matrices');
  const a = left.length === 1 ? [1, ...left] : left;
  const b = right.length === 1 ? [...right, 1] : right;
  if (a[a.length - 1] !== b[b.length - 2]) node.fail('has inner sizes that differ');
  const shape = [...node.broadcast(a.slice(0, -2), b.slice(0, -2))];
  if (left.length > 1) shape.push(a[a.length - 2]);
  if (right.length > 1) shape.push(b[b.length - 1]);
  return [{ dtype, shape }];
};

const gemm: ShapeRule = (node) => {
  const { dtype, shape: left } = node.input(0);
  const right = node.input(1).shape;
  if (left.length !== 2 || right.length !== 2) node.fail('needs two matrices');
  const [rows, inner] = node.int('transA', 0) ? left.toReversed() : left;
  const [innerRight, columns] = node.int('transB', 0) ? right.toReversed() : right;
  if (inner !== innerRight) node.fail('has inner sizes that differ');
  const bias = node.optional(2);
  if (bias && node.broadcast([rows, columns], bias.shape).join() !== `${rows},${columns}`) {
    node.fail(`has a bias that does not broadcast to [${rows}, ${columns}]`);
  }
  return [{ dtype, shape: [rows, columns] }];
};

/** An equation such as "bhqd,bhkd->bhqk"; without the arrow, letters that occur once, in alphabetical order. */
export function einsumTerms(node: TypedNode): { inputs: readonly string[]; output: string } {
  const equation = node.string('equation', '').replaceAll(' ', '');
  if (equation.includes('.')) node.fail(`uses an ellipsis in "${equation}", which is not supported`);
  const [left, right] = equation.split('->');
  const inputs = left.split(',');
  if (inputs.length !== node.inputs.length) node.fail(`has ${inputs.length} terms in "${equation}"`);
  const letters = left.replaceAll(',', '');
  const once = [...new Set(letters)].filter((letter) => letters.split(letter).length === 2);
  return { inputs, output: right ?? once.toSorted().join('') };
}

const einsum: ShapeRule = (node) => {
  const { inputs, output } = einsumTerms(node);
  const sizes = new Map<string, number>();
  inputs.forEach((term, index) => {
    const { shape } = node.input(index);
    if (shape.length !== term.length) node.fail(`names ${term.length} axes of its input ${index}`);
    [...term].forEach((letter, axis) => {
      const known = sizes.get(letter) ?? 1;
      if (known !== 1 && shape[axis] !== 1 && known !== shape[axis])
        node.fail(`has two sizes for "${letter}"`);
      sizes.set(letter, Math.max(known, shape[axis]));
    });
  });
  const shape = [...output].map((letter) => sizes.get(letter) ?? node.fail(`has no input for "${letter}"`));
  return [{ dtype: node.input(0).dtype, shape }];
};

export const matrixShapes: ShapeRules = {
  MatMul: matMul,
  Gemm: gemm,
  Einsum: einsum,
};
