import type { Device, Tensor } from '../compute/device.ts';
import { adamw, biasCorrections } from '../compute/kernels/adamw.ts';
import { gradientPartial, normWorkgroups } from '../compute/kernels/gradient-partial.ts';
import { gradientTotal } from '../compute/kernels/gradient-total.ts';
import type { Scope } from './scope.ts';
import type { Weights } from './weights.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const ADAM_EPSILON = 1e-8;

export interface UpdateOptions {
  /** 0-based step of the run. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Largest global norm of the gradient. */
  readonly clip: number;
  /** Of the teacher at this step. */
  readonly emaDecay: number;
}

/** Gathers the gradients of all parameters into one flat buffer. */
export function gatherGradient(
  device: Device,
  weights: Weights,
  gradients: Readonly<Record<string, Tensor>>,
): void {
  for (const { name, offset, size } of weights.layout.specs) {
    device.copy(gradients[name], 0, weights.gradient, offset, size);
  }
}

/**
 * Clip, AdamW, teacher EMA. Where the gradient is not finite nothing changes, and `status` says so.
 * @returns status [4]: see `gradientStatus`.
 */
export function update(scope: Scope, weights: Weights, options: UpdateOptions): Tensor<'f32'> {
  const { device } = scope;
  const count = weights.layout.size;
  const partials = scope.create('f32', [normWorkgroups, 2]);
  const status = scope.create('f32', [4]);
  device.run(
    gradientPartial,
    { gradient: weights.gradient, partials },
    { count, workgroups: normWorkgroups },
  );
  device.run(gradientTotal, { partials, status }, { workgroups: normWorkgroups, maxNorm: options.clip });
  const { student: parameters, teacher, gradient, first, second, groups, rates } = weights;
  device.run(
    adamw,
    { parameters, gradient, first, second, teacher, status, groups, rates },
    {
      count,
      learningRate: options.learningRate,
      beta1: BETA1,
      beta2: BETA2,
      epsilon: ADAM_EPSILON,
      weightDecay: options.weightDecay,
      ...biasCorrections(BETA1, BETA2, options.step + 1),
      emaDecay: options.emaDecay,
    },
  );
  return status;
}
