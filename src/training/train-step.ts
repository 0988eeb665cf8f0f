import type { Tensor } from '../compute/device.ts';
import { gradientStatus } from '../compute/kernels/gradient-total.ts';
import { noSlot, poolMode } from '../compute/kernels/pool-weights.ts';
import { assignTargets, type BatchTargets } from '../network/targets.ts';
import { augment, augmentPair } from './augmentation.ts';
import type { DrawnViews, LabelledViews, UnlabelledViews } from './batch.ts';
import { batchLoss, type Losses, type PixelWeighting, readLosses } from './loss.ts';
import { poolUnderMasks } from './pooling.ts';
import { type Scope, within } from './scope.ts';
import type { Segmenter } from './segmenter.ts';
import { type ChooseLessons, type Teaching, teach, weighUnlabelled } from './teach.ts';
import { gatherGradient, type UpdateOptions, update } from './update.ts';
import type { Weights } from './weights.ts';

export interface StepReport {
  readonly losses: Losses;
  /** Global norm before clipping. */
  readonly gradientNorm: number;
  /** False: the gradient was not finite, and nothing was updated. */
  readonly finite: boolean;
}

/** The parts of a step, in order (the batch is drawn by the trainer); where its time goes is measured between them. */
export const PHASES = ['batch', 'augment', 'teacher', 'forward', 'loss', 'backward', 'update'] as const;
export type Phase = (typeof PHASES)[number];

/** Called at the end of each phase; nothing waits for the device unless the watcher does. */
export type PhaseWatcher = (ended: Phase) => void | Promise<void>;

/** What the unlabelled images of a step are, and how the student learns from them. */
export interface Unlabelled {
  readonly views: UnlabelledViews;
  /** Correct, filter, weigh: which of the teacher's detections become pseudo-labels. */
  readonly choose: ChooseLessons;
  /** lambda of L_sup + lambda L_unsup. */
  readonly weight: number;
  readonly pixels: PixelWeighting;
  /** Turned copies of each image that the teacher reads classes from. */
  readonly teacherViews: number;
  /** Whether the method wants to know what the teacher's detections look like. */
  readonly looks: boolean;
}

export interface StepOptions extends UpdateOptions {
  /** Share of a class label that is spread over all classes; 0 without. */
  readonly labelSmoothing?: number;
}

/**
 * One step: the student learns from labelled images and from the teacher's pseudo-labels on its own views of
 * unlabelled ones; the teacher follows.
 */
export function trainStep(
  segmenter: Segmenter,
  weights: Weights,
  labelled: LabelledViews,
  unlabelled: Unlabelled | undefined,
  options: StepOptions,
  watch: PhaseWatcher = () => undefined,
): Promise<StepReport> {
  const { device, geometry, options: network } = segmenter;
  const { slots } = network;
  const images = labelled.images + (unlabelled?.views.images ?? 0);
  return within(device, async (scope) => {
    // Both views of an unlabelled image share their geometry, so that pseudo-masks need no warping.
    const source = (views: DrawnViews): Tensor<'u32'> =>
      scope.upload('u32', [views.images, geometry.side ** 2], views.pixels);
    const labelledImage = scope.keep(
      augment(device, source(labelled), labelled.geometry, labelled.appearance),
    );
    const pair =
      unlabelled &&
      scope.keepAll(
        augmentPair(device, source(unlabelled.views), unlabelled.views.geometry, unlabelled.views.appearance),
      );
    await watch('augment');

    // Teacher forward on the weak view; qualities; correct; filter.
    const teaching =
      unlabelled && pair
        ? await teach(scope, segmenter, weights.teacherViews, pair.weak, unlabelled.choose, {
            views: unlabelled.teacherViews,
            looks: unlabelled.looks,
          })
        : undefined;
    await watch('teacher');

    // Targets: truth, then pseudo-labels weighing lambda.
    const assigned = assignTargets([...labelled.instances, ...(teaching?.instances ?? [])], network);
    const targets =
      unlabelled && teaching
        ? weighUnlabelled(assigned, labelled.images, teaching, unlabelled.weight, geometry, slots)
        : assigned;
    const planes = targetPlanes(scope, targets, teaching?.logits, geometry.maskPixels);

    // Class features are read under the true and the pseudo-masks.
    const frame = { images, slots, geometry };
    const pooling = poolUnderMasks(scope, planes ? pooledMasks(targets, planes) : [], frame);
    const cell = scope.upload('f32', [images, slots, geometry.cells], targets.cellChoice);

    // Student forward on its own view.
    const image = pair ? stack(scope, [labelledImage, pair.strong]) : labelledImage;
    const pass = await segmenter.forward(weights.studentViews, { image, ...pooling, cell });
    scope.keepAll(pass.tensors);
    await watch('forward');

    // L = L_objectness + L_class + L_mask, the pixels of pseudo-masks weighed by the teacher's certainty; gradients.
    const loss = batchLoss(
      scope,
      pass.outputs,
      targets,
      planes,
      geometry,
      network,
      unlabelled?.pixels,
      options.labelSmoothing,
    );
    await watch('loss');

    // Backward.
    const gradients = scope.keepAll(await segmenter.backward(pass, loss.gradients));
    gatherGradient(device, weights, gradients);
    await watch('backward');

    // student <- AdamW(student), teacher <- a teacher + (1 - a) student.
    const status = update(scope, weights, options);
    await watch('update');

    // SYNC POINT: losses and the state of the gradient.
    const [objectness, classes, masks, figures] = await device.read(
      loss.objectness,
      loss.classes,
      loss.masks,
      status,
    );
    return {
      losses: readLosses(objectness, classes, masks, targets, labelled.images),
      gradientNorm: figures[gradientStatus.norm],
      finite: figures[gradientStatus.finite] > 0,
    };
  });
}

/** Masks to learn, [T, P]: coverage of true instances, the teacher's logits of pseudo-labels. */
function targetPlanes(
  scope: Scope,
  targets: BatchTargets,
  logits: Teaching['logits'],
  maskPixels: number,
): Tensor<'f32'> | undefined {
  if (targets.targets === 0) return undefined;
  const planes = scope.upload('f32', [targets.targets, maskPixels], targets.planes);
  for (const { target, row } of logits ? targets.pseudo : []) {
    if (logits) scope.device.copy(logits, row * maskPixels, planes, target * maskPixels, maskPixels);
  }
  return planes;
}

/** The same planes twice: once for those that hold coverage, once for those that hold logits. */
function pooledMasks({ slots, pseudo }: BatchTargets, masks: Tensor<'f32'>) {
  if (pseudo.length === 0) return [{ masks, rows: slots, mode: poolMode.coverage }];
  const fromTeacher = new Set(pseudo.map(({ target }) => target));
  const only = (wanted: boolean): Uint32Array =>
    slots.map((slot, target) => (fromTeacher.has(target) === wanted ? slot : noSlot));
  return [
    { masks, rows: only(false), mode: poolMode.coverage },
    { masks, rows: only(true), mode: poolMode.logits },
  ];
}

/** Batches [B1, ...], [B2, ...] as one [B1 + B2, ...]. */
function stack(scope: Scope, parts: readonly Tensor<'f32'>[]): Tensor<'f32'> {
  const [first] = parts;
  const images = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const whole = scope.create('f32', [images, ...first.shape.slice(1)]);
  let offset = 0;
  for (const part of parts) {
    scope.device.copy(part, 0, whole, offset, part.size);
    offset += part.size;
  }
  return whole;
}
