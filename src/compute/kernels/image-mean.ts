import code from '../../../shaders/image-mean.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { appearanceStride, appearance as at, grey601 } from './appearance.ts';

/** appearance f32 [B, 24], view f32 [B, 3, S, S] -> mean f32 [B]: mean grey value after the change of brightness. */
export const imageMean = defineKernel({
  name: 'image-mean',
  code,
  bindings: { appearance: read('f32'), view: read('f32'), mean: readWrite('f32') },
  uniforms: { batch: 'u32', side: 'u32' },
  constants: { WORKGROUP: 256 },
  grid: ({ batch }) => [batch],
  twin({ appearance, view, mean }, { batch, side }) {
    const pixels = side * side;
    const [wr, wg, wb] = grey601;
    for (let image = 0; image < batch; image++) {
      const row = image * appearanceStride;
      mean[image] = 0;
      if (appearance[row + at.jitter] <= 0.5) continue;
      const brightness = appearance[row + at.brightness];
      const red = image * 3 * pixels;
      const green = red + pixels;
      const blue = green + pixels;
      let sum = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        // The view is in 0..1 and the factor positive: only the upper bound can be passed.
        sum += wr * Math.min(1, brightness * view[red + pixel]);
        sum += wg * Math.min(1, brightness * view[green + pixel]);
        sum += wb * Math.min(1, brightness * view[blue + pixel]);
      }
      mean[image] = sum / pixels;
    }
  },
});
