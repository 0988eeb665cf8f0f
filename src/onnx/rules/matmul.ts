import { floatOf, intOf, string, stringOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { elementCount } from '../value.ts';
import { reshapeTo, sumTo } from './broadcast.ts';
import { given, refuse } from './form.ts';
import type { GradientRule, RuleTable } from './rule.ts';

/** The last two axes exchanged. */
const turned = (g: Builder, x: Value): Value => {
  const rank = x.shape.length;
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return g.transpose(x, [...order.slice(0, -2), rank - 1, rank - 2]);
};

/** numpy.matmul: a [..., M, K], b [..., K, N]; a vector counts as one row (a) or one column (b). */
const matMul: GradientRule = (context, [dy]) => {
  const { g, needs } = context;
  if (!dy) return [];
  const [a, b] = [given(context, 0), given(context, 1)];
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const batch = dy.shape.slice(
    0,
    dy.shape.length - (a.shape.length === 1 ? 0 : 1) - (b.shape.length === 1 ? 0 : 1),
  );
  const rows = left.at(-2) ?? 1;
  const columns = right.at(-1) ?? 1;
  const gradient = reshapeTo(g, dy, [...batch, rows, columns]);
  const [x, w] = [reshapeTo(g, a, left), reshapeTo(g, b, right)];
  const toLeft = (): Value => reshapeTo(g, sumTo(g, g.matMul(gradient, turned(g, w)), left), a.shape);
  const toRight = (): Value => {
    if (right.length > 2 || left.length === 2)
      return reshapeTo(g, sumTo(g, g.matMul(turned(g, x), gradient), right), b.shape);
    // A weight that all batches share: their rows are one long matrix, so the sum over the batch is in the product.
    const all = elementCount(left.slice(0, -1));
    const [tall, wide] = [g.reshape(x, [all, left.at(-1) ?? 1]), g.reshape(gradient, [all, columns])];
    return reshapeTo(g, g.gemm(tall, wide, undefined, { transA: true }), b.shape);
  };
  return [needs[0] ? toLeft() : undefined, needs[1] ? toRight() : undefined];
};

/** y = alpha * a' b' + beta * c, where ' transposes as transA and transB say. */
const gemm: GradientRule = (context, [dy]) => {
  const { g, node, needs, inputs } = context;
  if (!dy) return [];
  const [a, b] = [given(context, 0), given(context, 1)];
  const alpha = floatOf(node, 'alpha', 1);
  const beta = floatOf(node, 'beta', 1);
  const transA = intOf(node, 'transA', 0) !== 0;
  const transB = intOf(node, 'transB', 0) !== 0;
  const da = () =>
    transA
      ? g.gemm(b, dy, undefined, { alpha, transA: transB, transB: true })
      : g.gemm(dy, b, undefined, { alpha, transB: !transB });
  const db = () =>
    transB
      ? g.gemm(dy, a, undefined, { alpha, transA: true, transB: transA })
      : g.gemm(a, dy, undefined, { alpha, transA: !transA });
  const c = inputs[2];
  return [
    needs[0] ? da() : undefined,
    needs[1] ? db() : undefined,
    needs[2] && c ? g.mul(sumTo(g, dy, c.shape), beta) : undefined,
  ];
};

/**
 * Einsum without ellipsis or repeated labels within a term: the gradient of a term is the einsum of the output's
 * gradient and the other terms over that term's labels, spread over labels that only this term has.
 */
const einsum: GradientRule = (context, [dy]) => {
  const { g, node, needs, inputs } = context;
  if (!dy) return [];
  const [terms = '', right] = stringOf(node, 'equation', '').replaceAll(' ', '').split('->');
  const labels = terms.split(',');
  const once = [...terms.replaceAll(',', '')].sort();
  const output = right ?? once.filter((label) => once.indexOf(label) === once.lastIndexOf(label)).join('');
  if (terms.includes('.') || labels.some((term) => new Set(term).size < term.length))
    refuse(context, 'uses an ellipsis or repeats a label within a term');
  return labels.map((term, i) => {
    const value = inputs[i];
    if (!needs[i] || !value) return undefined;
    const others = labels.filter((_, j) => j !== i);
    const present = [...term].filter(
      (label) => output.includes(label) || others.some((o) => o.includes(label)),
    );
    const operands = inputs.filter((x, j): x is Value => j !== i && x !== undefined);
    const equation = `${[output, ...others].join()}->${present.join('')}`;
    const summed = g.one('Einsum', [dy, ...operands], { equation: string(equation) });
    if (present.length === term.length) return summed;
    const sizes = value.shape.map((size, axis) => (present.includes(term[axis]) ? size : 1));
    return g.expand(g.reshape(summed, sizes), value.shape);
  });
};

export const matmulRules: RuleTable = { MatMul: matMul, Gemm: gemm, Einsum: einsum };
