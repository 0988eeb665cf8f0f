import type { Value } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import { COORDINATE_TERMS, checkOptions, geometryOf, type SegmenterOptions } from './geometry.ts';
import { Layers } from './layers.ts';
import type { ParameterLayout } from './parameters.ts';

/**
 * A dense, centre-assigned segmenter with dynamic mask kernels (after SOLOv2, Wang et al. 2020; CondInst, Tian et
 * al. 2020) whose class head reads features pooled under each instance's mask.
 */

/** What the trunk gives for images [B, 3, S, S]. Shapes in `Geometry`'s words. */
export interface Features {
  /** Logits that a cell holds an instance's centre, [B, 1, G, G]. */
  readonly objectness: Value;
  /** Dynamic kernels of the cells, [B, C + 6, G, G]. */
  readonly kernels: Value;
  /** [B, C, M, M]. */
  readonly maskFeatures: Value;
  /** Each cell's own feature for its class, [B, 64, G, G]. */
  readonly cellFeatures: Value;
  /** To be pooled under masks, [B, 48, Q, Q] with Q = poolSide. */
  readonly classFeatures: Value;
}

/** How class features are gathered for R = slots instances per image. Rows of unused slots are all zero. */
export interface Pooling {
  /** Weights of the mask's pixels, each row summing to 1, [B, R, Q * Q]. */
  readonly inside: Value;
  /** Weights of the band along its boundary, each row summing to 1, [B, R, Q * Q]. */
  readonly ring: Value;
  /** One-hot over cells, [B, R, G * G]. */
  readonly cell: Value;
}

/** Of what a cell knows of itself. */
const FEATURE_WIDTH = 64;
/** Of what is pooled under masks, at four times as many places: the widest part of the network by cost. */
const CLASS_WIDTH = 48;
/** Of what the class head knows of an instance: under its mask, along its boundary, at its cell. */
export const INSTANCE_WIDTH = 2 * CLASS_WIDTH + FEATURE_WIDTH;
const PYRAMID_WIDTH = 48;
const MASK_WIDTH = 24;
/** Objectness starts at 5 %: with few objects among many cells, anything higher begins with a flood of false alarms (Lin et al. 2017). */
const OBJECTNESS_BIAS = -Math.log(19);

/** A kernel starts as a blob at its own cell: quadratic fall-off around the centre, constant 1. */
const kernelBias = (maskChannels: number): number[] => [
  ...Array.from({ length: maskChannels }, () => 0),
  0,
  0,
  -4,
  -4,
  0,
  1,
];

export function trunk(net: Layers, image: Value, { maskChannels }: SegmenterOptions): Features {
  const { g } = net;
  const stem = net.conv3('stem', image, 24, { stride: 2 });
  const stride4 = net.residual('r1', net.conv3('d1', stem, 32, { stride: 2 }));
  const stride8 = net.residual('r2b', net.residual('r2a', net.conv3('d2', stride4, 64, { stride: 2 })));
  const stride16 = net.residual('r3', net.conv3('d3', stride8, 128, { stride: 2 }));

  const p16 = net.conv1('l16', stride16, PYRAMID_WIDTH);
  const p8 = net.conv3('o8', g.add(net.conv1('l8', stride8, PYRAMID_WIDTH), net.up(p16)), PYRAMID_WIDTH);
  // No 3x3 here as in usual pyramids: those that read p4 smooth it, and the figures are the same without its cost.
  const p4 = g.relu(g.add(net.conv1('l4', stride4, PYRAMID_WIDTH), net.up(p8)));

  const cellFeatures = net.conv3('h0', net.withCoordinates(p8), FEATURE_WIDTH);
  const dense = net.conv3('k', cellFeatures, FEATURE_WIDTH);
  const objectness = net.conv1('objectness', dense, 1, {
    deviation: 0.01,
    bias: { kind: 'constant', value: OBJECTNESS_BIAS },
  });
  const kernels = net.conv1('kernels', dense, maskChannels + COORDINATE_TERMS, {
    deviation: 0.03,
    bias: { kind: 'values', values: kernelBias(maskChannels) },
  });

  const place4 = net.withCoordinates(p4);
  const fine = g.relu(g.add(net.up(net.conv1('u4', place4, MASK_WIDTH)), net.conv1('u2', stem, MASK_WIDTH)));
  const maskFeatures = net.conv1('mask', net.conv3('mf', fine, MASK_WIDTH), maskChannels);

  const classFeatures = net.conv3('c2', net.conv3('c1', place4, CLASS_WIDTH), CLASS_WIDTH);
  return { objectness, kernels, maskFeatures, cellFeatures, classFeatures };
}

/** What the class head makes of R instances. */
interface Classified {
  /** What lies under their masks, along their boundaries and at their cells, [B, 160, R]. */
  readonly described: Value;
  /** [B, R, K] */
  readonly logits: Value;
}

export function classHead(
  net: Layers,
  features: Pick<Features, 'cellFeatures' | 'classFeatures'>,
  pooling: Pooling,
  { classes, slots }: SegmenterOptions,
): Classified {
  const { g } = net;
  const { cellFeatures, classFeatures } = features;
  const [batch = 0] = classFeatures.shape;
  const flat = (x: Value): Value => g.reshape(x, [batch, x.shape[1] ?? 0, -1]);
  const gather = (x: Value, weights: Value): Value => g.matMul(flat(x), g.transpose(weights, [0, 2, 1]));
  const under = gather(classFeatures, g.concat([pooling.inside, pooling.ring], 1));
  const own = gather(cellFeatures, pooling.cell);
  const described = g.concat([g.reshape(under, [batch, 2 * CLASS_WIDTH, slots]), own], 1);

  const linear = (name: string, x: Value, width: number, deviation: number): Value => {
    const [, from = 0] = x.shape;
    const weight = net.parameter(
      `${name}.weight`,
      [width, from],
      { kind: 'normal', deviation },
      { group: 'class' },
    );
    const bias = net.parameter(
      `${name}.bias`,
      [width, 1],
      { kind: 'constant', value: 0 },
      { group: 'class', decay: false },
    );
    return g.add(g.matMul(weight, x), bias);
  };
  const hidden = g.relu(linear('class.hidden', described, FEATURE_WIDTH, Math.sqrt(2 / INSTANCE_WIDTH)));
  return { described, logits: g.transpose(linear('class.logits', hidden, classes, 0.01), [0, 2, 1]) };
}

const imageInput = (net: Layers, batch: number, side: number): Value =>
  net.g.input('image', [batch, 3, side, side]);

function poolingInputs(net: Layers, batch: number, { side, slots }: SegmenterOptions): Pooling {
  const { poolPixels, cells } = geometryOf(side);
  return {
    inside: net.g.input('inside', [batch, slots, poolPixels]),
    ring: net.g.input('ring', [batch, slots, poolPixels]),
    cell: net.g.input('cell', [batch, slots, cells]),
  };
}

export interface Network {
  readonly model: Model;
  /** The parameters among the model's inputs. */
  readonly layout: ParameterLayout;
}

/** Outputs of `trainingNetwork` that the loss reads, in order. */
export const TRAINING_OUTPUTS = ['objectness', 'kernels', 'maskFeatures', 'classLogits'] as const;

/**
 * The whole network for training: inputs image [B, 3, S, S], inside, ring, cell (masks known beforehand, from truth
 * or pseudo-labels) and every parameter; outputs `TRAINING_OUTPUTS`.
 * @throws RangeError for options that make no network.
 */
export function trainingNetwork(options: SegmenterOptions, batch: number): Network {
  checkOptions(options);
  const net = new Layers('segmenter');
  const image = imageInput(net, batch, options.side);
  const pooling = poolingInputs(net, batch, options);
  const features = trunk(net, image, options);
  const { logits } = classHead(net, features, pooling, options);
  net.g.output(features.objectness, 'objectness');
  net.g.output(features.kernels, 'kernels');
  net.g.output(features.maskFeatures, 'maskFeatures');
  net.g.output(logits, 'classLogits');
  return { model: net.g.build(), layout: net.layout };
}

/** The first half of inference: image -> objectness, kernels, maskFeatures, cellFeatures, classFeatures. */
export function trunkNetwork(options: SegmenterOptions, batch: number): Network {
  checkOptions(options);
  const net = new Layers('trunk');
  const features = trunk(net, imageInput(net, batch, options.side), options);
  for (const [name, value] of Object.entries(features)) net.g.output(value, name);
  return { model: net.g.build(), layout: net.layout };
}

/**
 * The second half, once masks are predicted: cellFeatures, classFeatures, inside, ring, cell -> classLogits [B, R, K]
 * and instanceFeatures [B, R, 160], which the logits are made of.
 */
export function classNetwork(options: SegmenterOptions, batch: number): Network {
  checkOptions(options);
  const net = new Layers('class');
  const { gridSide, poolSide } = geometryOf(options.side);
  const features = {
    cellFeatures: net.g.input('cellFeatures', [batch, FEATURE_WIDTH, gridSide, gridSide]),
    classFeatures: net.g.input('classFeatures', [batch, CLASS_WIDTH, poolSide, poolSide]),
  };
  const pooling = poolingInputs(net, batch, options);
  const { described, logits } = classHead(net, features, pooling, options);
  net.g.output(logits, 'classLogits');
  net.g.output(net.g.transpose(described, [0, 2, 1]), 'instanceFeatures');
  return { model: net.g.build(), layout: net.layout };
}
