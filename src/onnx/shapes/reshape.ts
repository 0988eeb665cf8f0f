import { elementCount } from '../value.ts';
import type { ShapeRule, ShapeRules } from './typed-node.ts';

/** A 0 copies the input's size (unless allowzero), one -1 takes what is left. */
const reshape: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const target = node.attributeOrInput('shape', 1) ?? node.fail('is given no shape');
  const literalZero = node.int('allowzero', 0) !== 0;
  const count = elementCount(shape);
  const copied = target.map((size, axis) => {
    if (size !== 0 || literalZero) return size;
    return shape[axis] ?? node.fail(`copies axis ${axis}, which its input does not have`);
  });
  const known = elementCount(copied.filter((size) => size !== -1));
  const open = copied.indexOf(-1);
  const full = open >= 0 ? copied.with(open, known === 0 ? 0 : count / known) : copied;
  const wrong = full.some((size) => !Number.isInteger(size) || size < 0) || elementCount(full) !== count;
  if (wrong) node.fail(`cannot put ${count} elements into the shape [${target.join(', ')}]`);
  return [{ dtype, shape: full }];
};

const flatten: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const axis = node.int('axis', 1);
  const split = axis === shape.length ? axis : node.axis(axis, shape.length);
  return [{ dtype, shape: [elementCount(shape.slice(0, split)), elementCount(shape.slice(split))] }];
};

const squeeze: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const given = node.attributeOrInput('axes', 1);
  if (!given) return [{ dtype, shape: shape.filter((size) => size !== 1) }];
  const axes = node.axes(given, shape.length);
  const thick = axes.find((axis) => shape[axis] !== 1);
  if (thick !== undefined) node.fail(`squeezes axis ${thick}, whose size is not 1`);
  return [{ dtype, shape: shape.filter((_, axis) => !axes.includes(axis)) }];
};

/** Axes count in the output. */
const unsqueeze: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const given = node.attributeOrInput('axes', 1) ?? node.fail('is given no axes');
  const axes = node.axes(given, shape.length + given.length);
  const grown = [...shape];
  for (const axis of axes) grown.splice(axis, 0, 1);
  return [{ dtype, shape: grown }];
};

const transpose: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const order = node.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  const complete = order.toSorted((a, b) => a - b).every((axis, position) => axis === position);
  if (order.length !== shape.length || !complete)
    node.fail(`has no permutation in perm [${order.join(', ')}]`);
  return [{ dtype, shape: order.map((axis) => shape[axis]) }];
};

const expand: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  return [{ dtype, shape: node.broadcast(shape, node.constant(1, 'target sizes')) }];
};

const depthToSpace: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const block = node.int('blocksize') ?? node.fail('lacks its blocksize');
  const [batch, depth, height, width] = shape;
  if (shape.length !== 4 || depth % (block * block) !== 0) {
    node.fail(`needs [B, C * ${block * block}, H, W]`);
  }
  return [{ dtype, shape: [batch, depth / (block * block), height * block, width * block] }];
};

const spaceToDepth: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const block = node.int('blocksize') ?? node.fail('lacks its blocksize');
  const [batch, depth, height, width] = shape;
  if (shape.length !== 4 || height % block !== 0 || width % block !== 0) {
    node.fail(`needs [B, C, H, W] with H and W multiples of ${block}`);
  }
  return [{ dtype, shape: [batch, depth * block * block, height / block, width / block] }];
};

export const reshapeShapes: ShapeRules = {
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Expand: expand,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
};
