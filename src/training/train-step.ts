import { gradientStatus } from '../compute/kernels/gradient-total.ts';
import { poolMode } from '../compute/kernels/pool-weights.ts';
import { augment } from './augmentation.ts';
import type { LabelledBatch } from './batch.ts';
import { batchLoss, type Losses, readLosses } from './loss.ts';
import { poolUnderMasks } from './pooling.ts';
import { within } from './scope.ts';
import type { Segmenter } from './segmenter.ts';
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
export const PHASES = ['batch', 'augment', 'forward', 'loss', 'backward', 'update'] as const;
export type Phase = (typeof PHASES)[number];

/** Called at the end of each phase; nothing waits for the device unless the watcher does. */
export type PhaseWatcher = (ended: Phase) => void | Promise<void>;

/** One supervised step: the student learns from a labelled batch, the teacher follows. */
export function trainStep(
  segmenter: Segmenter,
  weights: Weights,
  batch: LabelledBatch,
  options: UpdateOptions,
  watch: PhaseWatcher = () => undefined,
): Promise<StepReport> {
  const { device, geometry, options: network } = segmenter;
  const { images, targets } = batch;
  return within(device, async (scope) => {
    // The student's view of the images.
    const source = scope.upload('u32', [images, geometry.side ** 2], batch.pixels);
    const image = scope.keep(augment(device, source, batch.geometry, batch.appearance));

    await watch('augment');

    // Class features are read under the true masks.
    const frame = { images, slots: network.slots, geometry };
    const planes =
      targets.targets > 0
        ? scope.upload('f32', [targets.targets, geometry.maskPixels], targets.planes)
        : undefined;
    const pooling = poolUnderMasks(scope, planes, targets.slots, poolMode.coverage, frame);
    const cell = scope.upload('f32', [images, network.slots, geometry.cells], targets.cellChoice);

    // Student forward.
    const pass = await segmenter.forward(weights.studentViews, { image, ...pooling, cell });
    scope.keepAll(pass.tensors);
    await watch('forward');

    // L = L_objectness + L_class + L_mask, with gradients.
    const loss = batchLoss(scope, pass.outputs, targets, planes, geometry, network);
    await watch('loss');

    // Backward.
    const gradients = scope.keepAll(await segmenter.backward(pass, loss.gradients));
    gatherGradient(device, weights, gradients);
    await watch('backward');

    // student <- AdamW(student), teacher <- a teacher + (1 - a) student.
    const status = update(scope, weights, options);
    await watch('update');

    // SYNC POINT: the one read of a step.
    const [objectness, classes, masks, figures] = await device.read(
      loss.objectness,
      loss.classes,
      loss.masks,
      status,
    );
    return {
      losses: readLosses(objectness, classes, masks, targets),
      gradientNorm: figures[gradientStatus.norm],
      finite: figures[gradientStatus.finite] > 0,
    };
  });
}
