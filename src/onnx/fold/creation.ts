import type { Attribute, ConstantTensor } from '../model.ts';
import { shapeRange } from '../shapes/creation.ts';
import { type Element, type Evaluation, type Evaluations, isBig, tensorFrom } from './evaluation.ts';

const constant: Evaluation = (node, _, [type]) => {
  const { value, value_float, value_int, value_floats, value_ints } = node.node.attributes;
  if (value?.type === 'tensor') return [value.value];
  const numbers = listed(value_float ?? value_int ?? value_floats ?? value_ints);
  return numbers && [tensorFrom(type.dtype, type.shape, (index) => numbers[index])];
};

function listed(attribute: Attribute | undefined): readonly number[] | undefined {
  if (attribute?.type === 'ints' || attribute?.type === 'floats') return attribute.value;
  if (attribute?.type === 'int' || attribute?.type === 'float') return [attribute.value];
  return undefined;
}

const constantOfShape: Evaluation = (node, _, [type]) => {
  const { value } = node.node.attributes;
  const fill: Element = value?.type === 'tensor' ? value.value.data[0] : 0;
  return [tensorFrom(type.dtype, type.shape, () => fill)];
};

/** The shape of a constant. Callers fold the shape of other values themselves: they know it. */
const shape: Evaluation = (node, [x], [type]) => {
  const { start } = shapeRange(node, x.shape.length);
  return [tensorFrom('int64', type.shape, (index) => x.shape[start + index])];
};

const size: Evaluation = (_, [x]) => [tensorFrom('int64', [], () => x.data.length)];

const range: Evaluation = (_, [start, , delta], [type]) => {
  if (type.dtype === 'float16') return undefined;
  const { data: first } = start;
  const { data: step } = delta;
  if (isBig(first) && isBig(step))
    return [tensorFrom(type.dtype, type.shape, (i) => first[0] + BigInt(i) * step[0])];
  return [tensorFrom(type.dtype, type.shape, (i) => Number(first[0]) + i * Number(step[0]))];
};

const oneHot: Evaluation = (node, [indices, depth, values], [type]) => {
  const axis = node.axis(node.int('axis', -1), type.shape.length);
  const count = Number(depth.data[0]);
  const inner = type.shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  return [
    tensorFrom(type.dtype, type.shape, (place) => {
      const outer = Math.floor(place / (inner * count));
      const wanted = Number(indices.data[outer * inner + (place % inner)]);
      const at = Math.floor(place / inner) % count;
      return values.data[(wanted < 0 ? wanted + count : wanted) === at ? 1 : 0];
    }),
  ];
};

/** Indices of the elements that are not zero, one column each: [rank, count]. */
const nonZero: Evaluation = (_, [x]) => {
  const found: number[] = [];
  x.data.forEach((value: Element, index: number) => {
    if (Number(value) !== 0) found.push(index);
  });
  const rank = x.shape.length;
  const inner = x.shape.map((_, axis) =>
    x.shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const made: ConstantTensor = tensorFrom('int64', [rank, found.length], (place) => {
    const axis = Math.floor(place / found.length);
    return Math.floor(found[place % found.length] / inner[axis]) % x.shape[axis];
  });
  return [made];
};

export const creationEvaluations: Evaluations = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shape,
  Size: size,
  Range: range,
  OneHot: oneHot,
  NonZero: nonZero,
};
