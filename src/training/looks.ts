import { boxBlur } from '../method/box-blur.ts';
import { describeObject } from '../method/object-descriptor.ts';
import type { Prediction } from '../method/prediction.ts';
import { type Example, MOST_ROWS } from '../method/ridge.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { identity, warpCoverage } from './augmentation.ts';
import type { Detection } from './detect.ts';
import type { PooledImage } from './pool.ts';

/** The network's input for an image as it is, [3, S, S]: (x - 0.5) / 0.25. */
export function planesOf({ pixels }: Pick<PooledImage, 'pixels'>): Float32Array {
  const planes = new Float32Array(3 * pixels.length);
  pixels.forEach((packed, i) => {
    for (let c = 0; c < 3; c++)
      planes[c * pixels.length + i] = (((packed >>> (8 * c)) & 255) / 255 - 0.5) / 0.25;
  });
  return planes;
}

/**
 * What labelled objects look like on the grid on which the network draws its masks: under their true masks, and, as far
 * as there is room for so many rows, under wider, rounder ones, as the network draws them where it is not sure, and under
 * masks that lie a pixel off.
 */
export function labelledLooks(images: readonly PooledImage[]): Example[] {
  const objects = images.reduce((sum, { instances }) => sum + instances.length, 0);
  const ways = Math.max(1, Math.floor(MOST_ROWS / Math.max(1, objects)));
  return images.flatMap((image) => {
    const side = Math.round(Math.sqrt(image.pixels.length));
    const grid = side / MASK_STRIDE;
    const picture = { planes: planesOf(image), side };
    return image.instances.map(({ category, coverage }) => {
      const truth = gridOf(coverage, side);
      const exact = atLeast(0.5, truth);
      const wide = atLeast(WIDE_SHARE, boxBlur(truth, grid, BLUR));
      const masks = [exact, wide, moved(exact, grid, 1, 0), moved(wide, grid, 0, 1)];
      const looks = masks.slice(0, ways).map((inside) => describeObject(picture, { inside, side: grid }));
      return { category, descriptors: looks.filter((look) => look !== undefined) };
    });
  });
}

/** Mask pixels around each over which its truth is averaged for the wider mask. */
const BLUR = 2;
/** Share of true pixels among those that is enough for it. */
const WIDE_SHARE = 0.4;

const atLeast = (least: number, shares: Float32Array): Float32Array =>
  shares.map((share) => (share >= least ? 1 : 0));

/** A mask a few pixels to the right and down; what comes in from beyond the border is empty. */
const moved = (mask: Float32Array, grid: number, right: number, down: number): Float32Array =>
  mask.map((_, i) => {
    const x = (i % grid) - right;
    const y = Math.floor(i / grid) - down;
    return x < 0 || y < 0 ? 0 : mask[y * grid + x];
  });

/** Coverage of each mask pixel, [grid, grid]. */
function gridOf(coverage: PooledImage['instances'][number]['coverage'], side: number): Float32Array {
  const grid = side / MASK_STRIDE;
  const shares = new Float32Array(grid * grid);
  const { x, y, width, height, data } = warpCoverage(coverage, identity, side);
  for (let row = 0; row < height; row++)
    shares.set(data.subarray(row * width, (row + 1) * width), (y + row) * grid + x);
  return shares;
}

/**
 * What each of the objects that the network sees looks like.
 * @param planes the network's input for their image, [3, S, S].
 */
export function withLooks<Seen extends Pick<Detection, 'bits'>>(
  planes: Float32Array,
  seen: readonly Seen[],
): (Seen & Pick<Prediction, 'look'>)[] {
  const side = Math.round(Math.sqrt(planes.length / 3));
  const grid = side / MASK_STRIDE;
  return seen.map((one) => {
    const inside = new Uint8Array(grid * grid);
    for (let p = 0; p < inside.length; p++) inside[p] = (one.bits[p >> 5] >>> (p & 31)) & 1;
    return { ...one, look: describeObject({ planes, side }, { inside, side: grid }) };
  });
}
