import type { Tensor } from '../compute/device.ts';
import { type poolMode, poolWeights } from '../compute/kernels/pool-weights.ts';
import type { Geometry } from '../network/geometry.ts';
import type { Scope } from './scope.ts';

export interface PoolingTensors {
  /** [B, slots, Q * Q] */
  readonly inside: Tensor<'f32'>;
  /** [B, slots, Q * Q] */
  readonly ring: Tensor<'f32'>;
}

/**
 * Where class features are read: under each mask and along its boundary.
 * @param masks [T, P] coverage or logits.
 * @param rows [T] the row (image * slots + slot) of each mask.
 */
export function poolUnderMasks(
  scope: Scope,
  masks: Tensor<'f32'> | undefined,
  rows: Uint32Array,
  mode: (typeof poolMode)[keyof typeof poolMode],
  frame: { readonly images: number; readonly slots: number; readonly geometry: Geometry },
): PoolingTensors {
  const { images, slots, geometry } = frame;
  const shape = [images, slots, geometry.poolPixels];
  const inside = scope.create('f32', shape);
  const ring = scope.create('f32', shape);
  if (masks && rows.length > 0) {
    const destination = scope.upload('u32', [rows.length], rows);
    scope.device.run(
      poolWeights,
      { planes: masks, slots: destination, inside, ring },
      { count: rows.length, maskSide: geometry.maskSide, mode },
    );
  }
  return { inside, ring };
}
