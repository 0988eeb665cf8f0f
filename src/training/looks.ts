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

/** What labelled objects look like under their true masks, on the grid on which the network draws its own. */
export function labelledLooks(images: readonly PooledImage[]): Example[] {
  return images.flatMap((image) => {
    const side = Math.round(Math.sqrt(image.pixels.length));
    const picture = { planes: planesOf(image), side };
    return image.instances.flatMap(({ category, coverage }) => {
      const mask = { inside: gridOf(coverage, side), side: side / MASK_STRIDE };
      const descriptor = describeObject(picture, mask);
      return descriptor ? [{ category, descriptor }] : [];
    });
  });
}

function gridOf(coverage: PooledImage['instances'][number]['coverage'], side: number): Float32Array {
  const grid = side / MASK_STRIDE;
  const inside = new Float32Array(grid * grid);
  const { x, y, width, height, data } = warpCoverage(coverage, identity, side);
  for (let row = 0; row < height; row++)
    inside.set(data.subarray(row * width, (row + 1) * width), (y + row) * grid + x);
  // Whole pixels, as the network's masks are compared with.
  return inside.map((share) => (share >= 0.5 ? 1 : 0));
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
