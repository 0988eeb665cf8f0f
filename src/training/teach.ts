import type { Tensor } from '../compute/device.ts';
import type { Geometry } from '../network/geometry.ts';
import type { BatchTargets, PseudoInstance } from '../network/targets.ts';
import { type Detection, type DetectOptions, detect } from './detect.ts';
import { withLooks } from './looks.ts';
import type { Scope } from './scope.ts';
import type { Segmenter } from './segmenter.ts';

/** A detection of the teacher that the student is to learn. */
export interface Lesson {
  readonly detection: Detection;
  /** After correction. */
  readonly category: number;
  /** What is thought of each class, [K]; undefined where `category` is to be learnt for certain. */
  readonly classGoal: Float32Array | undefined;
  readonly classWeight: number;
  readonly maskWeight: number;
}

/** Chooses what of the teacher's detections is worth learning: the method. */
export type ChooseLessons = (images: readonly (readonly Detection[])[]) => readonly (readonly Lesson[])[];

export interface TeachOptions extends DetectOptions {
  /** Whether the choice asks what the detections look like. */
  readonly looks: boolean;
}

/** The teacher's pseudo-labels for a batch of unlabelled images. */
export interface Teaching {
  readonly instances: readonly (readonly PseudoInstance[])[];
  /** The teacher's objectness logits, [B, cells]. */
  readonly objectness: Float32Array;
  /** The teacher's mask logits by `PseudoInstance.row`, on the device; undefined where it saw nothing. */
  readonly logits: Tensor<'f32'> | undefined;
}

/**
 * The teacher looks at the weak views; what it sees is judged, and what passes becomes pseudo-labels. No gradient.
 * @param weak the network's input, [B, 3, S, S].
 */
export async function teach(
  scope: Scope,
  segmenter: Segmenter,
  teacher: Readonly<Record<string, Tensor<'f32'>>>,
  weak: Tensor<'f32'>,
  choose: ChooseLessons,
  { looks, ...options }: TeachOptions,
): Promise<Teaching> {
  const { images, objectness, logits } = await detect(scope, segmenter, teacher, weak, options);
  // SYNC POINT, only where somebody wants to look.
  const [input] = looks ? await segmenter.device.read(weak) : [];
  const planes = weak.size / images.length;
  const shown = input
    ? images.map((detections, b) => withLooks(input.subarray(b * planes, (b + 1) * planes), detections))
    : images;
  const instances = choose(shown).map((lessons) =>
    lessons.map(({ detection, category, classGoal, classWeight, maskWeight }) => ({
      row: detection.row,
      ...centroid(detection.bits, segmenter.geometry.maskSide),
      mass: detection.area,
      category,
      classGoal,
      classWeight,
      maskWeight,
    })),
  );
  return { instances, objectness, logits };
}

/** Mean place of the set pixels, in mask pixels; a pixel's centre is at half a pixel. */
function centroid(bits: Uint32Array, maskSide: number): { x: number; y: number } {
  let count = 0;
  let x = 0;
  let y = 0;
  for (let pixel = 0; pixel < maskSide * maskSide; pixel++) {
    if (((bits[pixel >> 5] >>> (pixel & 31)) & 1) === 0) continue;
    count++;
    x += (pixel % maskSide) + 0.5;
    y += Math.floor(pixel / maskSide) + 0.5;
  }
  return { x: x / count, y: y / count };
}

/** A teacher this sure that a cell holds a centre is neither believed nor contradicted, unless a pseudo-label says so. */
const DOUBTFUL = Math.log(0.1 / 0.9);

/**
 * Makes L_sup + lambda L_unsup of one batch, each over its own number of instances: all losses are divided by the
 * number of labelled instances, so what belongs to unlabelled images (those from `labelled` on) weighs lambda n_sup /
 * n_unsup. Fewer pseudo-labels per image than there are labels in a labelled one are counted as so many: a single one
 * must not shout.
 *
 * Cells of unlabelled images teach where the teacher sees clearly: near a pseudo-label, or where it is sure that there
 * is nothing. An image without pseudo-label teaches nothing at all: an empty set must not teach background.
 */
export function weighUnlabelled(
  targets: BatchTargets,
  labelled: number,
  { objectness }: Pick<Teaching, 'objectness'>,
  lambda: number,
  { cells }: Geometry,
  slots: number,
): BatchTargets {
  const images = targets.counts.length;
  const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
  const supervised = Math.max(1, total(targets.counts.subarray(0, labelled)));
  const expected = (supervised / labelled) * (images - labelled);
  const pseudo = Math.max(expected, total(targets.counts.subarray(labelled)));
  const factor = (lambda * supervised) / pseudo;

  const cellWeights = targets.cellWeights.slice();
  for (let image = labelled; image < images; image++) {
    const seen = objectness.subarray((image - labelled) * cells, (image - labelled + 1) * cells);
    seen.forEach((logit, cell) => {
      const at = image * cells + cell;
      const clear = targets.heat[at] > 0.1 || logit < DOUBTFUL;
      cellWeights[at] = targets.counts[image] > 0 && clear ? factor : 0;
    });
  }
  const firstRow = targets.imageStart[labelled];
  return {
    ...targets,
    instances: supervised,
    cellWeights,
    labelWeights: targets.labelWeights.map((weight, row) =>
      row < labelled * slots ? weight : weight * factor,
    ),
    rowFigures: targets.rowFigures.map((figure, i) =>
      i % 4 === 0 && i >= firstRow * 4 ? figure * factor : figure,
    ),
  };
}
