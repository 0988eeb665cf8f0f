import { type Attributes, int, intOf, intsOf, string } from './attributes.ts';
import type { Builder, Value } from './builder.ts';
import type { Node } from './model.ts';
import { inferNode } from './shapes.ts';
import { tensorOf } from './tensors.ts';
import { elementCount } from './value.ts';

type Inputs = readonly (Value | undefined)[];

/** What a node is in the operator set that models are written in. */
export interface Upgraded {
  readonly op: string;
  readonly inputs: Inputs;
  readonly attributes: Attributes;
}

/**
 * Older operator sets say some things as attributes that newer ones say as inputs, and a few operators changed their
 * meaning. This gives the form of `writtenOpset`, or the finished value where no single node says it, so that nothing
 * downstream has to know versions. Source: the ONNX changelog (docs/Changelog.md), versions 7 to 21.
 */
export function upgrade(node: Node, inputs: Inputs, opset: number, g: Builder): Upgraded | readonly Value[] {
  const { op, attributes } = node;
  const [x] = inputs;
  const same: Upgraded = { op, inputs, attributes };
  if (!x) return same;
  if (op === 'Squeeze' || op === 'Unsqueeze' || /^Reduce/.test(op)) return axesAsInput(same, node, g);
  switch (op) {
    case 'Split': {
      if (inputs[1]) return same;
      const axis = intOf(node, 'axis', 0);
      const at = axis < 0 ? axis + x.shape.length : axis;
      const parts = inferNode(node, inputs, opset).map(({ shape }) => shape[at] ?? 0);
      return { op, inputs: [x, g.integers(parts)], attributes: { axis: int(axis) } };
    }
    case 'Clip': {
      const bound = (name: string): Value | undefined => {
        const attribute = attributes[name];
        return attribute?.type === 'float' ? g.constant(attribute.value, [], x.dtype) : undefined;
      };
      if (inputs.length > 1 || opset >= 11) return same;
      return { op, inputs: [x, bound('min'), bound('max')], attributes: {} };
    }
    case 'Slice': {
      const [starts, ends, axes] = ['starts', 'ends', 'axes'].map((name) => intsOf(node, name));
      if (!starts || !ends) return same;
      const given = [g.integers(starts), g.integers(ends), axes && g.integers(axes)];
      return { op, inputs: [x, ...given], attributes: {} };
    }
    case 'Pad': {
      const pads = intsOf(node, 'pads');
      if (!pads) return same;
      const { value, pads: _pads, ...others } = attributes;
      const fill = value?.type === 'float' ? g.constant(value.value, [], x.dtype) : undefined;
      return { op, inputs: [x, g.integers(pads), fill], attributes: others };
    }
    case 'Softmax':
    case 'LogSoftmax':
      return opset >= 13 ? same : flatSoftmax(node, x, g);
    case 'Upsample':
      return {
        op: 'Resize',
        inputs: [x, undefined, inputs[1] ?? g.constant(floatsAttribute(node, 'scales'))],
        attributes: {
          mode: attributes.mode ?? string('nearest'),
          coordinate_transformation_mode: string('asymmetric'),
          nearest_mode: string('floor'),
        },
      };
    case 'Resize':
      if (opset >= 11) return { op, inputs: withoutEmpty(inputs), attributes };
      return {
        op,
        inputs: [x, undefined, inputs[1]],
        attributes: {
          ...attributes,
          coordinate_transformation_mode: string('asymmetric'),
          nearest_mode: string('floor'),
        },
      };
    case 'Dropout': {
      const training = inputs[2]?.constant?.data[0];
      if (training !== undefined && Number(training) !== 0) return same;
      return [x, ...(node.outputs.length > 1 ? [g.filled(x.shape, 1, 'bool')] : [])];
    }
    case 'GroupNormalization':
      return opset >= 21 ? same : perChannelGroupNorm(same, node, x, g);
    case 'BatchNormalization': {
      const { momentum: _momentum, spatial: _spatial, ...others } = attributes;
      return { op, inputs, attributes: others };
    }
    default:
      return same;
  }
}

/** Resize of version 11 marks a missing roi, scales or sizes by an empty tensor. */
const withoutEmpty = (inputs: Inputs): Inputs =>
  inputs.map((value) => (value && elementCount(value.shape) === 0 ? undefined : value));

function axesAsInput(same: Upgraded, node: Node, g: Builder): Upgraded {
  const listed = intsOf(node, 'axes');
  if (!listed) return same;
  const { axes: _axes, ...others } = node.attributes;
  return { op: same.op, inputs: [same.inputs[0], g.integers(listed)], attributes: others };
}

function floatsAttribute(node: Node, name: string): readonly number[] {
  const attribute = node.attributes[name];
  return attribute?.type === 'floats' ? attribute.value : [];
}

/** Before version 13 these ran over all axes from `axis` on, taken as one. */
function flatSoftmax(node: Node, x: Value, g: Builder): Upgraded | readonly Value[] {
  const axis = intOf(node, 'axis', 1);
  const at = axis < 0 ? axis + x.shape.length : axis;
  if (at === x.shape.length - 1) return { op: node.op, inputs: [x], attributes: { axis: int(-1) } };
  const rows = g.reshape(x, [elementCount(x.shape.slice(0, at)), elementCount(x.shape.slice(at))]);
  return [g.reshape(g.one(node.op, [rows], { axis: int(-1) }), x.shape)];
}

/** Before version 21 scale and bias had one number per group, now per channel. */
function perChannelGroupNorm(same: Upgraded, node: Node, x: Value, g: Builder): Upgraded {
  const channels = x.shape[1] ?? 1;
  const groups = intOf(node, 'num_groups', 1);
  const spread = (value: Value | undefined): Value | undefined =>
    value && g.reshape(g.expand(g.reshape(value, [groups, 1]), [groups, channels / groups]), [channels]);
  return {
    op: same.op,
    inputs: [x, spread(same.inputs[1]), spread(same.inputs[2])],
    attributes: same.attributes,
  };
}

/** The tensor that a Constant node holds, by whichever attribute says it; undefined for strings and sparse tensors. */
export function constantOf(node: Node) {
  const { value, value_float, value_int, value_floats, value_ints } = node.attributes;
  if (value?.type === 'tensor') return value.value;
  if (value_float?.type === 'float') return tensorOf([value_float.value], [], 'float32');
  if (value_int?.type === 'int') return tensorOf([value_int.value], [], 'int64');
  if (value_floats?.type === 'floats') return tensorOf(value_floats.value);
  if (value_ints?.type === 'ints') return tensorOf(value_ints.value, [value_ints.value.length], 'int64');
  return undefined;
}
