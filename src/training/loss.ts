import type { Tensor } from '../compute/device.ts';
import { classLoss } from '../compute/kernels/class-loss.ts';
import { maskFeatureGradient } from '../compute/kernels/mask-feature-gradient.ts';
import { maskKernelGradient } from '../compute/kernels/mask-kernel-gradient.ts';
import { maskLogits } from '../compute/kernels/mask-logits.ts';
import { maskLoss, maskLossNormaliser, maskLossSums } from '../compute/kernels/mask-loss.ts';
import { objectnessLoss } from '../compute/kernels/objectness-loss.ts';
import { uncertaintyVariant } from '../compute/kernels/pixel-uncertainty.ts';
import type { Geometry, SegmenterOptions } from '../network/geometry.ts';
import type { BatchTargets } from '../network/targets.ts';
import type { Scope } from './scope.ts';
import type { NetworkOutputs } from './segmenter.ts';

/** What each term weighs in the loss (focal + CE + 5 BCE + 2 dice). */
export const LOSS_WEIGHTS = { objectness: 1, classes: 1, bce: 5, dice: 2 } as const;

/** Means per instance, already weighted: what is drawn as curves. */
export interface Losses {
  /** L_sup + lambda L_unsup. */
  readonly total: number;
  /** Of L_sup, as are the next three. */
  readonly objectness: number;
  readonly classes: number;
  /** Binary cross-entropy of the mask pixels. */
  readonly mask: number;
  readonly dice: number;
  /** lambda L_unsup; 0 without pseudo-labels. */
  readonly unlabelled: number;
}

/** The pixel level of the method: what the mask loss of pseudo-labels does with the teacher's doubt about a pixel. */
export interface PixelWeighting {
  readonly uncertainty: keyof typeof uncertaintyVariant;
  readonly normaliser: keyof typeof maskLossNormaliser;
  /** Whether dice is weighted as well. */
  readonly weightDice: boolean;
}

const unweighted: PixelWeighting = { uncertainty: 'none', normaliser: 'pixels', weightDice: false };

/** The loss of a batch, still on the device: gradients with respect to the network's outputs, and what to read back. */
export interface BatchLoss {
  readonly gradients: NetworkOutputs;
  /** [B] */
  readonly objectness: Tensor<'f32'>;
  /** [B * slots] */
  readonly classes: Tensor<'f32'>;
  /** [N, 8] */
  readonly masks: Tensor<'f32'>;
}

/**
 * L = focal(objectness) + CE(class) + 5 BCE(mask) + 2 dice(mask), each over the number of instances, with its
 * gradients with respect to the four outputs of the network. Nothing is read back.
 * @param planes what the targets' masks are, [T, P]: coverage of true ones, the teacher's logits of pseudo-labels;
 *   undefined where there are none.
 */
export function batchLoss(
  scope: Scope,
  outputs: NetworkOutputs,
  targets: BatchTargets,
  planes: Tensor<'f32'> | undefined,
  { gridSide, cells: cellCount, maskSide, maskPixels }: Geometry,
  { maskChannels: channels, slots, classes }: SegmenterOptions,
  { uncertainty, normaliser, weightDice }: PixelWeighting = unweighted,
  labelSmoothing = 0,
): BatchLoss {
  const { device } = scope;
  const images = outputs.objectness.shape[0] ?? 0;
  const { rows: count, instances } = targets;

  // Objectness: every cell against the heat of the centres.
  const heat = scope.upload('f32', [images, cellCount], targets.heat);
  const cellWeights = scope.upload('f32', [images, cellCount], targets.cellWeights);
  const dObjectness = scope.create('f32', outputs.objectness.shape);
  const objectness = scope.create('f32', [images]);
  device.run(
    objectnessLoss,
    { logits: outputs.objectness, heat, weights: cellWeights, gradient: dObjectness, losses: objectness },
    { images, cells: cellCount, normaliser: instances },
  );

  // Class: one row per slot.
  const goals = scope.upload('f32', [images * slots, classes], targets.classGoals);
  const labelWeights = scope.upload('f32', [images * slots], targets.labelWeights);
  const dClass = scope.create('f32', outputs.classLogits.shape);
  const classLosses = scope.create('f32', [images * slots]);
  device.run(
    classLoss,
    { logits: outputs.classLogits, goals, weights: labelWeights, gradient: dClass, losses: classLosses },
    { count: images * slots, classes, normaliser: instances, smoothing: labelSmoothing },
  );

  // Mask: logits of the warm cells, loss, and back into kernels and features.
  const dKernels = scope.create('f32', outputs.kernels.shape);
  const dFeatures = scope.create('f32', outputs.maskFeatures.shape);
  const masks = scope.create('f32', [Math.max(1, count), 8]);
  if (planes && count > 0) {
    const cells = scope.upload('u32', [count, 4], targets.cells);
    const imageStart = scope.upload('u32', [images + 1], targets.imageStart);
    const rows = scope.upload('f32', [count, 4], targets.rowFigures);
    const logits = scope.create('f32', [count, maskPixels]);
    const dLogits = scope.create('f32', [count, maskPixels]);
    const { kernels, maskFeatures: features } = outputs;
    device.run(maskLogits, { kernels, features, cells, logits }, { count, channels, gridSide, maskSide });
    device.run(
      maskLoss,
      { logits, targets: planes, rows, cells, dLogits, sums: masks },
      {
        count,
        pixels: maskPixels,
        uncertainty: uncertaintyVariant[uncertainty],
        normaliser: maskLossNormaliser[normaliser],
        weightDice: Number(weightDice),
        bceWeight: LOSS_WEIGHTS.bce / instances,
        diceWeight: LOSS_WEIGHTS.dice / instances,
      },
    );
    device.run(
      maskKernelGradient,
      { dLogits, features, cells, dKernels },
      { count, channels, gridSide, maskSide },
    );
    device.run(
      maskFeatureGradient,
      { dLogits, kernels, cells, imageStart, dFeatures },
      { images, channels, gridSide, maskSide },
    );
  }
  const gradients = {
    objectness: dObjectness,
    kernels: dKernels,
    maskFeatures: dFeatures,
    classLogits: dClass,
  };
  return { gradients, objectness, classes: classLosses, masks };
}

const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

/** Adds up what was read back of a `BatchLoss`, whose first `labelled` images have true labels. */
export function readLosses(
  objectness: Float32Array,
  classes: Float32Array,
  masks: Float32Array,
  targets: BatchTargets,
  labelled: number = objectness.length,
): Losses {
  let bce = 0;
  let dice = 0;
  let unlabelled = 0;
  for (let row = 0; row < targets.rows; row++) {
    const weight = targets.rowFigures[row * 4] / targets.instances;
    const rowBce = weight * LOSS_WEIGHTS.bce * masks[row * 8 + maskLossSums.bce];
    const rowDice = weight * LOSS_WEIGHTS.dice * masks[row * 8 + maskLossSums.dice];
    if (targets.cells[row * 4] < labelled) {
      bce += rowBce;
      dice += rowDice;
    } else unlabelled += rowBce + rowDice;
  }
  const slots = classes.length / objectness.length;
  const parts = {
    objectness: sum(objectness.subarray(0, labelled)),
    classes: sum(classes.subarray(0, labelled * slots)),
    mask: bce,
    dice,
    unlabelled: unlabelled + sum(objectness.subarray(labelled)) + sum(classes.subarray(labelled * slots)),
  };
  const { mask } = parts;
  return { total: parts.objectness + parts.classes + mask + dice + parts.unlabelled, ...parts };
}
