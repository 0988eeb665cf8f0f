import code from '../../../shaders/erase-normalise.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { appearanceStride, appearance as at, rectanglesPerImage } from './appearance.ts';

/** PCG-RXS-M-XS as a hash of one word (Jarzynski and Olano, JCGT 2020). */
export const pcg = (n: number): number => {
  const state = (Math.imul(n, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
};

/**
 * view f32 [B, 3, S, S] in 0..1 -> input f32 [B, 3, S, S], (x - 0.5) / 0.25, with up to three rectangles of uniform
 * noise per image. A row of zeros in `appearance` f32 [B, 24] makes it the plain normalisation.
 */
export const eraseNormalise = defineKernel({
  name: 'erase-normalise',
  code,
  bindings: { appearance: read('f32'), view: read('f32'), input: readWrite('f32') },
  uniforms: { batch: 'u32', side: 'u32' },
  grid: ({ batch, side }) => [Math.ceil((3 * side * side) / 64), batch],
  twin({ appearance, view, input }, { batch, side }) {
    const values = 3 * side * side;
    const total = batch * values;
    for (let i = 0; i < total; i++) input[i] = (view[i] - 0.5) * 4;
    for (let image = 0; image < batch; image++) {
      const row = image * appearanceStride;
      for (let rectangle = 0; rectangle < rectanglesPerImage; rectangle++) {
        const first = row + at.rectangles + 4 * rectangle;
        const left = Math.max(0, Math.ceil(appearance[first]));
        const top = Math.max(0, Math.ceil(appearance[first + 1]));
        const right = Math.min(side, Math.ceil(appearance[first + 2]));
        const bottom = Math.min(side, Math.ceil(appearance[first + 3]));
        if (left >= right || top >= bottom) continue;
        const key = pcg(4 * appearance[row + at.noise] + rectangle);
        for (let channel = 0; channel < 3; channel++) {
          for (let y = top; y < bottom; y++) {
            const line = (channel * side + y) * side;
            for (let x = left; x < right; x++) {
              const noise = (pcg(key + line + x) >>> 8) / 16777216;
              input[image * values + line + x] = (noise - 0.5) * 4;
            }
          }
        }
      }
    }
  },
});
