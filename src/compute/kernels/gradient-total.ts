import code from '../../../shaders/gradient-total.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

/** Where each figure lies in `status` f32 [4]. */
export const gradientStatus = {
  /** Euclidean norm of the sound elements, before clipping. */
  norm: 0,
  /** What the update multiplies the gradient with. */
  clipScale: 1,
  /** 1 where every element is sound; 0: the update is left out. */
  finite: 2,
  /** Number of elements that are NaN, infinite or at least 1e15. */
  unsound: 3,
} as const;

/** partials f32 [W, 2] -> status f32 [4]. `maxNorm` 0 means no clipping. */
export const gradientTotal = defineKernel({
  name: 'gradient-total',
  code,
  bindings: { partials: read('f32'), status: readWrite('f32') },
  uniforms: { workgroups: 'u32', maxNorm: 'f32' },
  constants: { WORKGROUP: 256 },
  grid: () => [1],
  twin({ partials, status }, { workgroups, maxNorm }) {
    let squares = 0;
    let unsound = 0;
    for (let group = 0; group < workgroups; group++) {
      squares += partials[2 * group];
      unsound += partials[2 * group + 1];
    }
    const norm = Math.sqrt(squares);
    status[gradientStatus.norm] = norm;
    status[gradientStatus.clipScale] = maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
    status[gradientStatus.finite] = unsound === 0 ? 1 : 0;
    status[gradientStatus.unsound] = unsound;
  },
});
