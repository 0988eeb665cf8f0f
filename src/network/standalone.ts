import { int } from '../onnx/attributes.ts';
import type { Builder, Value } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import { DUPLICATE_IOU, PEAK_THRESHOLD } from './decode.ts';
import { checkOptions, geometryOf, type SegmenterOptions } from './geometry.ts';
import { Layers, type StoredParameter } from './layers.ts';
import { classHead, trunk } from './segmenter.ts';

/**
 * The whole way from an image to instances as one graph, for other programs: normalisation, network, and the decoding
 * of `decode.ts`, with its weights inside. Made of standard operators alone, in a version that runtimes have read since 2023.
 */

/** ONNX Runtime 1.14, February 2023; all operators here mean the same in the version that the builder writes. */
const OPSET = 18;
const IR_VERSION = 8;

/** Stands where there is no peak: below every logit. */
const NOWHERE = -1e30;
/** The least that a half-size mask which is not empty sums to: one pixel of four. */
const QUARTER = 0.25;

export const STANDALONE_INPUT = 'image';
/** Rows, best score first: those that are nothing, or a better one's duplicate, come last and score 0. */
export const STANDALONE_OUTPUTS = [
  'scores',
  'labels',
  'boxes',
  'masks',
  'mask_logits',
  'probabilities',
  'objectness',
  'class_quality',
  'mask_quality',
] as const;

/**
 * image uint8 [1, S, S, 3] (RGB, letterboxed) -> for N = slots rows: scores [N], labels int64 [N], boxes [N, 4]
 * (left, top, right, bottom in input pixels), masks uint8 [N, S, S], mask_logits [N, M, M], probabilities [N, K],
 * objectness [N], class_quality [N], mask_quality [N].
 * @param stored the values of each parameter.
 * @throws RangeError for options that make no network.
 */
export function standaloneNetwork(
  options: SegmenterOptions,
  stored: StoredParameter,
  metadata: Readonly<Record<string, string>>,
): Model {
  checkOptions(options);
  const { side, slots, maskChannels } = options;
  const { gridSide, maskSide } = geometryOf(side);
  const net = new Layers('penumbra', stored);
  const { g } = net;
  const image = g.input(STANDALONE_INPUT, [1, side, side, 3], 'uint8');
  const features = trunk(net, normalised(g, image), options);

  const peaks = findPeaks(g, features.objectness, gridSide, slots);
  const kernels = g.gather(g.reshape(features.kernels, [-1, gridSide ** 2]), peaks.cells, 1);
  const logits = maskLogits(g, g.transpose(kernels, [1, 0]), features.maskFeatures, peaks.cells, {
    channels: maskChannels,
    gridSide,
    maskSide,
  });

  const inside = g.cast(g.greater(logits, 0), 'float32');
  const area = g.reduceSum(inside, [1, 2], false);
  const foreground = g.reduceSum(g.mul(g.sigmoid(logits), inside), [1, 2], false);
  const maskQuality = g.div(foreground, g.max(area, 1));

  const pooling = poolUnder(g, inside, peaks.cells, gridSide);
  const { logits: classLogits } = classHead(net, features, pooling, options);
  const probabilities = g.softmax(g.reshape(classLogits, [slots, options.classes]), 1);
  const classQuality = g.reduceMax(probabilities, [1], false);
  const score = g.mul(
    g.mul(g.mul(peaks.objectness, classQuality), maskQuality),
    g.cast(g.greater(area, 0), 'float32'),
  );

  const { scores, order } = withoutDuplicates(g, score, g.reshape(inside, [slots, maskSide ** 2]), area);
  const inOrder = (value: Value): Value => g.gather(value, order);
  const ordered = inOrder(logits);
  const masks = atInputSide(g, ordered);
  const outputs: Readonly<Record<(typeof STANDALONE_OUTPUTS)[number], Value>> = {
    scores,
    labels: g.argMax(inOrder(probabilities), 1, false),
    boxes: boxesOf(g, masks),
    masks: g.cast(masks, 'uint8'),
    mask_logits: ordered,
    probabilities: inOrder(probabilities),
    objectness: inOrder(peaks.objectness),
    class_quality: inOrder(classQuality),
    mask_quality: inOrder(maskQuality),
  };
  for (const name of STANDALONE_OUTPUTS) g.output(outputs[name], name);
  return { ...g.build(), opsets: { '': OPSET }, irVersion: IR_VERSION, metadata };
}

/** uint8 [1, S, S, 3] -> (x / 255 - 0.5) / 0.25, [1, 3, S, S]: as augmentation leaves images. */
const normalised = (g: Builder, image: Value): Value =>
  g.transpose(g.mul(g.sub(g.div(g.cast(image, 'float32'), 255), 0.5), 4), [0, 3, 1, 2]);

interface Peaks {
  /** Row-major indices in the grid, int64 [N]. */
  readonly cells: Value;
  /** Probability that an instance's centre lies there; 0 where there are no more peaks, [N]. */
  readonly objectness: Value;
}

/** As `findPeaks` of decode.ts: of equal neighbours the first wins. */
function findPeaks(g: Builder, logits: Value, side: number, count: number): Peaks {
  const padded = g.pad(logits, [0, 0, 1, 1, 0, 0, 1, 1], NOWHERE);
  const row = (first: number): Value => g.maxPool(g.slice(padded, [first], [first + side], [2]), [1, 3]);
  const beside = (first: number): Value => g.slice(padded, [1, first], [1 + side, first + side], [2, 3]);
  const before = g.max(row(0), beside(0));
  const after = g.max(row(2), beside(2));
  const highest = g.and(g.greater(logits, before), g.greaterOrEqual(logits, after));
  const sure = g.greaterOrEqual(logits, Math.log(PEAK_THRESHOLD / (1 - PEAK_THRESHOLD)));
  const peaks = g.reshape(g.where(g.and(highest, sure), logits, NOWHERE), [side ** 2]);
  const [values, cells] = top(g, peaks, count);
  const there = g.cast(g.greater(values, NOWHERE / 2), 'float32');
  return { cells, objectness: g.mul(g.sigmoid(values), there) };
}

/** The greatest of [L] and their indices; of equal ones the first. */
function top(g: Builder, x: Value, count: number): readonly [values: Value, indices: Value] {
  const attributes = { axis: int(0), largest: int(1), sorted: int(1) };
  const [values, indices] = g.op('TopK', [x, g.integers([count])], attributes, { outputs: 2 });
  if (!values || !indices) throw new RangeError('TopK gives values and indices.');
  return [values, indices];
}

/** Mask logits [N, M, M] of dynamic kernels [N, C + 6]: C channel weights, then dx, dy, dx^2, dy^2, dx dy, 1. */
function maskLogits(
  g: Builder,
  kernels: Value,
  maskFeatures: Value,
  cells: Value,
  { channels, gridSide, maskSide }: { channels: number; gridSide: number; maskSide: number },
): Value {
  const [count = 0] = kernels.shape;
  const weights = g.slice(kernels, [0], [channels], [1]);
  const mixed = g.matMul(weights, g.reshape(maskFeatures, [channels, maskSide ** 2]));
  const term = (at: number): Value =>
    g.reshape(g.slice(kernels, [channels + at], [channels + at + 1], [1]), [count, 1, 1]);
  // Twice the distance from the cell, in units where the image is [-1, 1].
  const places = Float32Array.from({ length: maskSide }, (_, u) => (4 * (u + 0.5)) / maskSide);
  const centre = (of: (cell: number) => number): Value => {
    const table = Float32Array.from(
      { length: gridSide ** 2 },
      (_, cell) => (4 * (of(cell) + 0.5)) / gridSide,
    );
    return g.reshape(g.gather(g.constant(table, [gridSide ** 2]), cells), [count, 1, 1]);
  };
  const dx = g.sub(
    g.constant(places, [1, 1, maskSide]),
    centre((cell) => cell % gridSide),
  );
  const dy = g.sub(
    g.constant(places, [1, maskSide, 1]),
    centre((cell) => Math.floor(cell / gridSide)),
  );
  const across = g.mul(g.add(g.mul(term(2), dx), term(0)), dx);
  const down = g.add(g.mul(g.add(g.mul(term(3), dy), term(1)), dy), term(5));
  const both = g.mul(g.mul(term(4), dx), dy);
  return g.add(g.reshape(mixed, [count, maskSide, maskSide]), g.add(g.add(across, down), both));
}

/** Where class features are read, as `pool-weights` says: under each mask, in the band along its boundary, at its cell. */
function poolUnder(g: Builder, inside: Value, cells: Value, gridSide: number) {
  const [count = 0, maskSide = 0] = inside.shape;
  const side = maskSide / 2;
  const pixels = side ** 2;
  const fours = g.reduceMean(g.reshape(inside, [count, side, 2, side, 2]), [2, 4], false);
  const half = g.reshape(fours, [1, count, side, side]);
  const most = g.maxPool(half, 3, { pad: 1 });
  const least = g.neg(g.maxPool(g.neg(half), 3, { pad: 1 }));
  const shares = (x: Value): Value =>
    g.reshape(g.div(x, g.max(g.reduceSum(x, [2, 3]), QUARTER)), [1, count, pixels]);
  const all = Array.from({ length: gridSide ** 2 }, (_, cell) => cell);
  const chosen = g.equal(g.reshape(cells, [1, count, 1]), g.constant(all, [1, 1, all.length], 'int64'));
  return { inside: shares(half), ring: shares(g.sub(most, least)), cell: g.cast(chosen, 'float32') };
}

/**
 * As `removeDuplicates` of decode.ts: best score first, dropping what overlaps a kept one by more than the limit. The
 * number of rows is fixed, so the loop over them is written out.
 * @param masks 0 or 1, [N, P].
 */
function withoutDuplicates(g: Builder, score: Value, masks: Value, area: Value) {
  const [count = 0] = score.shape;
  const [best, byScore] = top(g, score, count);
  const sorted = g.gather(masks, byScore);
  const shared = g.matMul(sorted, g.transpose(sorted, [1, 0]));
  const areas = g.gather(area, byScore);
  const united = g.sub(g.add(g.reshape(areas, [count, 1]), g.reshape(areas, [1, count])), shared);
  const later = Float32Array.from({ length: count ** 2 }, (_, i) =>
    i % count > Math.floor(i / count) ? 1 : 0,
  );
  const alike = g.cast(g.greater(shared, g.mul(united, DUPLICATE_IOU)), 'float32');
  const drops = g.mul(alike, g.constant(later, [count, count]));
  let kept = g.cast(g.greater(best, 0), 'float32');
  for (let i = 0; i < count - 1; i++) {
    const dropped = g.reshape(g.slice(drops, [i], [i + 1], [0]), [count]);
    kept = g.mul(kept, g.sub(1, g.mul(dropped, g.slice(kept, [i], [i + 1], [0]))));
  }
  const [scores, byKept] = top(g, g.mul(best, kept), count);
  return { scores, order: g.gather(byScore, byKept) };
}

/** Logits [N, M, M] -> 0 or 1 at twice the side, [N, S, S]. */
function atInputSide(g: Builder, logits: Value): Value {
  const [count = 0, maskSide = 0] = logits.shape;
  const planes = g.reshape(logits, [1, count, maskSide, maskSide]);
  const wide = g.resize(planes, { scales: [1, 1, 2, 2], mode: 'linear', coordinates: 'half_pixel' });
  return g.cast(g.greater(g.reshape(wide, [count, 2 * maskSide, 2 * maskSide]), 0), 'float32');
}

/** [N, 4]: left, top, right, bottom of masks [N, S, S]. */
function boxesOf(g: Builder, masks: Value): Value {
  const [, side = 0] = masks.shape;
  const places = Float32Array.from({ length: side }, (_, i) => i);
  const from = g.constant(places, [1, side]);
  const to = g.constant(
    places.map((place) => place + 1),
    [1, side],
  );
  const edges = (axis: number) => {
    const any = g.greater(g.reduceMax(masks, [axis], false), 0);
    return [g.reduceMin(g.where(any, from, side), [1]), g.reduceMax(g.where(any, to, 0), [1])] as const;
  };
  const [left, right] = edges(1);
  const [top, bottom] = edges(2);
  return g.concat([left, top, right, bottom], 1);
}
