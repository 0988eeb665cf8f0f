/** What fixtures/segmenter.json says of the network, and how to compare with it. Written by ../reference/fixture.py. */
import { geometryOf, type SegmenterOptions } from '../geometry.ts';
import type { ParameterSpec } from '../parameters.ts';
import type { Coverage, TargetInstance } from '../targets.ts';
import { parameterValues, uniform } from './formula.ts';

/** A tensor that PyTorch computed in double precision. */
export interface Summary {
  readonly shape: readonly number[];
  readonly norm: number;
  /** Its scalar products with pseudo-random vectors. */
  readonly projections: readonly number[];
  /** All values, where there are few. */
  readonly values?: readonly number[];
}

type Summaries = Readonly<Record<string, Summary>>;

/** An ellipse in mask pixels: centre x, y and radii. */
interface SceneInstance {
  readonly category: number;
  readonly ellipse: readonly number[];
}

export interface ReferenceBatch {
  readonly seed: number;
  readonly scene: readonly (readonly SceneInstance[])[];
  readonly outputs: Summaries;
  /** Of sum(output * cotangent), by parameter. */
  readonly gradients: Summaries;
  /** Of the training loss on the scene. */
  readonly losses: Readonly<Record<'total' | 'objectness' | 'classes' | 'mask' | 'dice', number>>;
  readonly lossGradients: Summaries;
}

export interface Reference {
  readonly options: SegmenterOptions;
  /** By number of images. */
  readonly batches: Readonly<Record<'1' | '2', ReferenceBatch>>;
}

export interface PlainTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Left, top, right and bottom of an ellipse's box. */
function boxOf([cx = 0, cy = 0, rx = 0, ry = 0]: readonly number[]): [number, number, number, number] {
  return [cx - rx, cy - ry, cx + rx, cy + ry];
}

/** The network's input [B, 3, S, S]: noise, brighter on the instances' boxes. */
export function imageOf({ seed, scene }: ReferenceBatch, side: number): PlainTensor {
  const plane = side * side;
  const values = Float64Array.from(uniform(`${seed}/image`, scene.length * 3 * plane), (u) => u / 2 - 0.5);
  scene.forEach((instances, b) => {
    for (const { category, ellipse } of instances) {
      const [left, top, right, bottom] = boxOf(ellipse).map((edge) =>
        Math.min(side, Math.max(0, Math.trunc(2 * edge))),
      );
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) values[(b * 3 + (category % 3)) * plane + y * side + x] += 1.25;
      }
    }
  });
  return { shape: [scene.length, 3, side, side], data: Float32Array.from(values) };
}

/** All that the network is fed apart from parameters: the image, and dense pooling weights. */
export function networkInputs(
  batch: ReferenceBatch,
  { side, slots }: SegmenterOptions,
): Readonly<Record<string, PlainTensor>> {
  const { cells, poolPixels } = geometryOf(side);
  const weights = (name: string, size: number): PlainTensor => {
    const shape = [batch.scene.length, slots, size];
    const u = uniform(`${batch.seed}/${name}`, batch.scene.length * slots * size);
    return { shape, data: u.map((value) => (value + 1) / size) };
  };
  return {
    image: imageOf(batch, side),
    inside: weights('inside', poolPixels),
    ring: weights('ring', poolPixels),
    cell: weights('cell', cells),
  };
}

export const cotangentOf = (
  { seed }: ReferenceBatch,
  output: string,
  shape: readonly number[],
): PlainTensor => ({
  shape,
  data: uniform(
    `${seed}/d ${output}`,
    shape.reduce((product, dimension) => product * dimension, 1),
  ),
});

export const parametersOf = (
  { seed }: ReferenceBatch,
  specs: readonly ParameterSpec[],
): Readonly<Record<string, PlainTensor>> =>
  Object.fromEntries(
    specs.map((spec) => [spec.name, { shape: spec.shape, data: parameterValues(seed, spec) }]),
  );

/** The scene's instances, their coverage counted on 4 x 4 points a pixel. */
export function instancesOf({ scene }: ReferenceBatch, maskSide: number): TargetInstance[][] {
  return scene.map((instances) =>
    instances.map(({ category, ellipse }) => ({ category, coverage: coverageOf(ellipse, maskSide) })),
  );
}

function coverageOf(ellipse: readonly number[], maskSide: number): Coverage {
  const [cx = 0, cy = 0, rx = 0, ry = 0] = ellipse;
  const [left, top, right, bottom] = boxOf(ellipse);
  const x = Math.max(0, Math.floor(left));
  const y = Math.max(0, Math.floor(top));
  const width = Math.min(maskSide, Math.ceil(right)) - x;
  const height = Math.min(maskSide, Math.ceil(bottom)) - y;
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    let inside = 0;
    for (let point = 0; point < 16; point++) {
      const dx = x + (i % width) + ((point % 4) + 0.5) / 4 - cx;
      const dy = y + Math.floor(i / width) + (Math.floor(point / 4) + 0.5) / 4 - cy;
      if ((dx * ry) ** 2 + (dy * rx) ** 2 <= (rx * ry) ** 2) inside++;
    }
    return inside / 16;
  });
  return { x, y, width, height, data };
}

/**
 * Relative errors ||a - r|| / ||r||. For small tensors that is exact; of large ones it is estimated from the
 * projections p: for e = a - r and v uniform in [-1, 1), E (e v)^2 = ||e||^2 / 3.
 */
export function relativeError(name: string, found: PlainTensor | undefined, reference: Summary): number {
  const { shape, norm, projections, values } = reference;
  if (!found || found.shape.join() !== shape.join()) return Number.POSITIVE_INFINITY;
  const { data } = found;
  if (values) return Math.hypot(...values.map((value, i) => (data[i] ?? Number.NaN) - value)) / norm;
  let squares = 0;
  projections.forEach((projection, i) => {
    const v = uniform(`projection ${i} of ${name}`, data.length);
    let product = 0;
    for (let j = 0; j < data.length; j++) product += (data[j] ?? Number.NaN) * (v[j] ?? Number.NaN);
    squares += (product - projection) ** 2;
  });
  return Math.sqrt((3 * squares) / projections.length) / norm;
}

/** Errors by name, largest first. */
export function relativeErrors(
  found: Readonly<Record<string, PlainTensor>>,
  references: Summaries,
): readonly (readonly [name: string, error: number])[] {
  return Object.entries(references)
    .map(([name, summary]) => [name, relativeError(name, found[name], summary)] as const)
    .sort(([, a], [, b]) => b - a);
}
