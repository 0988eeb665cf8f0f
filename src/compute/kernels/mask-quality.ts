import code from '../../../shaders/mask-quality.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { pixelVectors } from './pixel-vectors.ts';
import { reserveRows } from './row-arithmetic.ts';

/** Columns of `quality`. */
export const maskQualityColumns = {
  /** Mean foreground probability; 0 for an empty mask. */
  quality: 0,
  /** In mask pixels. */
  area: 1,
  /** Mean of 1 - 2 |sigmoid(q) - 1/2| over all pixels. */
  uncertainty: 2,
  /** Sum of sigmoid(q): the soft area. */
  softArea: 3,
} as const;
const columns = 4;

/** quality [N, 4] of mask logits [N, P]; `count` is N, `pixels` P, a multiple of 4. */
export const maskQuality = defineKernel({
  name: 'mask-quality',
  code,
  bindings: { logits: read('f32'), quality: readWrite('f32') },
  uniforms: { count: 'u32', pixels: 'u32' },
  grid({ count, pixels }) {
    pixelVectors('mask-quality', pixels);
    return [count];
  },
  elements: ({ count, pixels }) => ({ logits: count * pixels, quality: count * columns }),
  twin({ logits, quality }, { count, pixels }) {
    const sums = pixels;
    const rows = reserveRows(sums + 4);
    for (let row = 0; row < count; row++) {
      rows.values.set(logits.subarray(row * pixels, (row + 1) * pixels));
      rows.sumMaskQuality(sums, pixels, 0);
      const [foreground, area, doubt, soft] = rows.values.subarray(sums, sums + 4);
      const out = row * columns;
      quality[out + maskQualityColumns.quality] = foreground / Math.max(area, 1);
      quality[out + maskQualityColumns.area] = area;
      quality[out + maskQualityColumns.uncertainty] = (2 * doubt) / pixels;
      quality[out + maskQualityColumns.softArea] = soft;
    }
  },
});
