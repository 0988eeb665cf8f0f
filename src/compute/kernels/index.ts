/**
 * Every kernel there is. `shaders/<name>.wgsl` holds the equations, `<name>.ts` the bindings and the twin.
 * B images, g cells of the grid, M mask side, P = M*M mask pixels, N cells that predict a mask, T targets, K classes.
 *
 * | kernel | from | makes |
 * |---|---|---|
 * | mask-logits | kernels, features, cells | mask logits [N, P] |
 * | mask-kernel-gradient | dLogits, features, cells | dKernels [B, C+6, g] |
 * | mask-feature-gradient | dLogits, kernels, cells | dFeatures [B, C, P] |
 * | mask-loss | mask logits, truth or teacher logits [T, P] | weighted BCE + dice, dLogits [N, P] |
 * | objectness-loss | logits, heat, weights [B, g] | focal loss and its gradient |
 * | class-loss | logits [R, K], goals, weights | cross-entropy and its gradient |
 * | mask-quality | mask logits [N, P] | mean foreground probability, area, uncertainty |
 * | class-quality | logits [R, K] | softmax, best class |
 * | pool-weights | mask planes [R, P] | pooling rows under a mask and along its boundary |
 * | pack-mask | mask logits [N, P] | hard masks as bits [N, P/32] |
 * | turn-planes | square planes [N, S, S] | the same flipped and turned by quarters |
 * | warp-image | packed RGBA8 pixels | flipped, scaled, cropped view [B, 3, S, S] |
 * | image-mean | view | mean grey, which contrast needs |
 * | colour-jitter | view | brightness, contrast, saturation, hue, grey |
 * | blur | view | Gaussian blur, one direction a pass |
 * | erase-normalise | view | erased rectangles; the network's input |
 * | gradient-partial | gradient | sums of squares and unsound elements per chunk |
 * | gradient-total | partial sums | norm, scale for clipping, soundness |
 * | adamw | parameters, gradient, moments | one AdamW step and the teacher's moving average |
 * | overlay | picture, mask logits [N, P] | picture with fills and outlines |
 * | heat-map | picture, a plane in 0..1 | picture with a colour map over it |
 */
import type { Kernel } from '../kernel.ts';
import { adamw } from './adamw.ts';
import { blur } from './blur.ts';
import { classLoss } from './class-loss.ts';
import { classQuality } from './class-quality.ts';
import { colourJitter } from './colour-jitter.ts';
import { eraseNormalise } from './erase-normalise.ts';
import { gradientPartial } from './gradient-partial.ts';
import { gradientTotal } from './gradient-total.ts';
import { heatMap } from './heat-map.ts';
import { imageMean } from './image-mean.ts';
import { maskFeatureGradient } from './mask-feature-gradient.ts';
import { maskKernelGradient } from './mask-kernel-gradient.ts';
import { maskLogits } from './mask-logits.ts';
import { maskLoss } from './mask-loss.ts';
import { maskQuality } from './mask-quality.ts';
import { objectnessLoss } from './objectness-loss.ts';
import { overlay } from './overlay.ts';
import { packMask } from './pack-mask.ts';
import { poolWeights } from './pool-weights.ts';
import { turnPlanes } from './turn-planes.ts';
import { warpImage } from './warp-image.ts';

export const kernels: readonly Kernel[] = [
  adamw,
  blur,
  classLoss,
  classQuality,
  colourJitter,
  eraseNormalise,
  gradientPartial,
  gradientTotal,
  heatMap,
  imageMean,
  maskFeatureGradient,
  maskKernelGradient,
  maskLogits,
  maskLoss,
  maskQuality,
  objectnessLoss,
  overlay,
  packMask,
  poolWeights,
  turnPlanes,
  warpImage,
];
