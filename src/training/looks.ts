import { boxBlur } from '../method/box-blur.ts';
import { describeObject } from '../method/object-descriptor.ts';
import type { Prediction } from '../method/prediction.ts';
import type { Example } from '../method/ridge.ts';
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
 * What labelled objects look like on the grid on which the network draws its masks: under their true masks, and under
 * wider, rounder ones, as the network draws them where it is not sure.
 */
export function labelledLooks(images: readonly PooledImage[]): Example[] {
  return images.flatMap((image) => {
    const side = Math.round(Math.sqrt(image.pixels.length));
    const grid = side / MASK_STRIDE;
    const picture = { planes: planesOf(image), side };
    return image.instances.map(({ category, coverage }) => {
      const truth = gridOf(coverage, side);
      const masks = [atLeast(0.5, truth), atLeast(WIDE_SHARE, boxBlur(truth, grid, BLUR))];
      const looks = masks.map((inside) => describeObject(picture, { inside, side: grid }));
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
    const inside = Uint8Array.from({ length: grid * grid }, (_, p) => (one.bits[p >> 5] >>> (p & 31)) & 1);
    return { ...one, look: describeObject({ planes, side }, { inside, side: grid }) };
  });
}
