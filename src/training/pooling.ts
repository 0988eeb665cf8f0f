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

export interface PooledMasks {
  /** [T, P] */
  readonly masks: Tensor<'f32'>;
  /** [T] the row (image * slots + slot) of each mask. */
  readonly rows: Uint32Array;
  /** What the masks hold. */
  readonly mode: (typeof poolMode)[keyof typeof poolMode];
}

/** Where class features are read: under each mask and along its boundary. */
export function poolUnderMasks(
  scope: Scope,
  parts: readonly PooledMasks[],
  frame: { readonly images: number; readonly slots: number; readonly geometry: Geometry },
): PoolingTensors {
  const { images, slots, geometry } = frame;
  const shape = [images, slots, geometry.poolPixels];
  const inside = scope.create('f32', shape);
  const ring = scope.create('f32', shape);
  for (const { masks, rows, mode } of parts) {
    const destination = scope.upload('u32', [rows.length], rows);
    scope.device.run(
      poolWeights,
      { planes: masks, slots: destination, inside, ring },
      { count: rows.length, maskSide: geometry.maskSide, mode },
    );
  }
  return { inside, ring };
}
