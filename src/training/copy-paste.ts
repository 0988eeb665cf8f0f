import type { Coverage } from '../data/coverage.ts';
import { type Draws, drawsFor } from './counter-random.ts';
import type { PooledImage, PooledInstance } from './pool.ts';

export interface PasteOptions {
  readonly seed: number;
  readonly step: number;
  readonly side: number;
  /** Chance that an image gets objects of another. */
  readonly chance: number;
}

/** Keeps these draws apart from those of the views. */
const SALT = 0x70a57e;
/** Each object of the other image is taken along with this chance. */
const TAKEN = 0.5;
/** What is covered by more than this is gone, truth and all. */
const HIDDEN = 0.8;

/**
 * Simple copy-paste (Ghiasi et al. 2021): objects of one labelled image laid over another, mirrored and moved at
 * random, hard-edged as their masks are. Labels know both images, so what is covered leaves the truth.
 * Depends on (seed, step, place in the batch) alone.
 */
export function pasteObjects(
  images: readonly PooledImage[],
  labelled: readonly PooledImage[],
  { seed, step, side, chance }: PasteOptions,
): readonly PooledImage[] {
  if (chance === 0 || labelled.length < 2) return images;
  return images.map((image, i) => {
    const draws = drawsFor(seed, step, i, SALT);
    if (!draws.chance(chance)) return image;
    const donor = labelled[draws.below(labelled.length)];
    return donor.id === image.id ? image : pasted(image, donor, side, draws);
  });
}

function pasted(image: PooledImage, donor: PooledImage, side: number, draws: Draws): PooledImage {
  const pixels = image.pixels.slice();
  let instances: readonly PooledInstance[] = image.instances;
  for (const { category, coverage } of donor.instances) {
    const taken = draws.chance(TAKEN);
    const mirrored = draws.chance(0.5);
    // Inside the image, wherever that is: letterboxed images leave bars of grey at the right or below.
    const { width, height } = image.transform;
    const x = Math.round(draws.between(0, Math.max(0, width - coverage.width)));
    const y = Math.round(draws.between(0, Math.max(0, height - coverage.height)));
    if (!taken || coverage.width > width || coverage.height > height) continue;
    const over = lay(pixels, donor.pixels, coverage, { x, y, side, mirrored });
    instances = [
      ...instances.flatMap((instance) => {
        const left = uncovered(instance.coverage, over);
        return left ? [{ ...instance, coverage: left }] : [];
      }),
      { category, coverage: over },
    ];
  }
  return { ...image, pixels, instances };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly mirrored: boolean;
}

/** Draws an object at another place, mixed at its edge by how much of a pixel it covers. Returns its truth there. */
function lay(
  pixels: Uint32Array,
  from: Uint32Array,
  { x: left, y: top, width, height, data }: Coverage,
  { x, y, side, mirrored }: Place,
): Coverage {
  const moved = new Float32Array(width * height);
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      const source = mirrored ? width - 1 - u : u;
      const covered = data[v * width + source];
      if (covered === 0) continue;
      moved[v * width + u] = covered;
      const to = (y + v) * side + x + u;
      pixels[to] = mixed(pixels[to], from[(top + v) * side + left + source], covered);
    }
  return { x, y, width, height, data: moved };
}

/** Of two packed colours, `share` of the second. */
function mixed(a: number, b: number, share: number): number {
  let colour = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const [from, to] = [(a >>> shift) & 255, (b >>> shift) & 255];
    colour |= Math.round(from + (to - from) * share) << shift;
  }
  return colour >>> 0;
}

/** What is left of an object under another; undefined where that is next to nothing. */
function uncovered(object: Coverage, over: Coverage): Coverage | undefined {
  const data = object.data.slice();
  let before = 0;
  let after = 0;
  for (let v = 0; v < object.height; v++)
    for (let u = 0; u < object.width; u++) {
      const at = v * object.width + u;
      const [ou, ov] = [object.x + u - over.x, object.y + v - over.y];
      const inside = ou >= 0 && ov >= 0 && ou < over.width && ov < over.height;
      before += data[at];
      if (inside) data[at] *= 1 - over.data[ov * over.width + ou];
      after += data[at];
    }
  return after > (1 - HIDDEN) * before ? { ...object, data } : undefined;
}
