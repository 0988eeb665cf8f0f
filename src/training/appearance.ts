import { appearanceStride, appearance as at } from '../compute/kernels/appearance.ts';
import { drawsFor } from './counter-random.ts';
import type { Strength } from './geometry.ts';

/** In pixels; right and bottom exclusive. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What happens to a picture's colours. Neutral: undefined, false, 0, empty. */
export interface Appearance {
  readonly jitter:
    | {
        readonly brightness: number;
        readonly contrast: number;
        readonly saturation: number;
        readonly hue: number;
      }
    | undefined;
  readonly grey: boolean;
  /** Standard deviation of the blur in pixels. */
  readonly sigma: number;
  /** Filled with uniform noise; at most three. */
  readonly rectangles: readonly Rectangle[];
  /** Key of that noise: an integer below 2^24. */
  readonly noise: number;
}

export interface AppearanceOptions {
  readonly strength: Strength;
  /** Side S of the picture, in pixels. */
  readonly side: number;
}

const unchanged: Appearance = { jitter: undefined, grey: false, sigma: 0, rectangles: [], noise: 0 };

/**
 * Colour figures of the strong view (PL-DC, arXiv 2505.11075). Mild halves the jitter and the blur, and neither greys nor erases. The blur of the
 * recipe, sigma up to 2 px, is meant for pictures of 512 px and more. At 128 px it wipes out whatever tells two classes
 * apart, and a student that is to name what it cannot see learns nothing: so sigma is a part of the side.
 */
const recipes = {
  mild: { factor: 0.2, hue: 0.05, grey: 0, blur: 1 / 512, erase: false },
  strong: { factor: 0.4, hue: 0.1, grey: 0.2, blur: 2 / 512, erase: true },
} as const;

/** Random erasing as in Unbiased Teacher: probability, area as a part of the picture, ratio of height to width. */
const erasings = [
  { probability: 0.7, area: [0.05, 0.2], ratio: [0.3, 3.3] },
  { probability: 0.5, area: [0.02, 0.2], ratio: [0.1, 6] },
  { probability: 0.3, area: [0.02, 0.2], ratio: [0.05, 8] },
] as const;

/** Keeps apart the draws of geometry and appearance from the same (seed, step, index). */
const stream = 2;

/**
 * The photometric part of the mild or strong view of image `index` at `step`; weak views keep their colours. All draws
 * are taken whatever the strength, so mild and strong views of an image jitter in the same direction.
 */
export const drawAppearance = (
  seed: number,
  step: number,
  index: number,
  { strength, side }: AppearanceOptions,
): Appearance => {
  if (strength === 'none' || strength === 'weak') return unchanged;
  const { factor, hue, grey, blur, erase } = recipes[strength];
  const draws = drawsFor(seed, step, index, stream);
  const jittered = draws.chance(0.8);
  const jitter = {
    brightness: draws.between(1 - factor, 1 + factor),
    contrast: draws.between(1 - factor, 1 + factor),
    saturation: draws.between(1 - factor, 1 + factor),
    hue: draws.between(-hue, hue),
  };
  const greyed = draws.chance(grey);
  const blurred = draws.chance(0.5);
  const sigma = draws.between(0.05, 1) * blur * side;
  const noise = draws.below(2 ** 24);
  const rectangles: Rectangle[] = [];
  for (const { probability, area, ratio } of erasings) {
    const chosen = draws.chance(probability);
    const pixels = draws.between(area[0], area[1]) * side * side;
    const aspect = Math.exp(draws.between(Math.log(ratio[0]), Math.log(ratio[1])));
    // A rectangle longer than the picture is cut to it; torchvision draws again, up to ten times.
    const height = Math.min(side, Math.max(1, Math.round(Math.sqrt(pixels * aspect))));
    const width = Math.min(side, Math.max(1, Math.round(Math.sqrt(pixels / aspect))));
    const left = draws.below(side - width + 1);
    const top = draws.below(side - height + 1);
    if (erase && chosen) rectangles.push({ left, top, right: left + width, bottom: top + height });
  }
  return {
    jitter: jittered ? jitter : undefined,
    grey: greyed,
    sigma: blurred ? sigma : 0,
    rectangles,
    noise,
  };
};

/** Rows of the `appearance` buffer, f32 [B, 24]. @throws RangeError where an image has more than three rectangles. */
export const packAppearance = (looks: readonly Appearance[]): Float32Array => {
  const rows = new Float32Array(looks.length * appearanceStride);
  looks.forEach(({ jitter, grey, sigma, rectangles, noise }, image) => {
    if (rectangles.length > 3)
      throw new RangeError(
        `Image ${image} has ${rectangles.length} rectangles to erase; three are the most.`,
      );
    const row = image * appearanceStride;
    if (jitter) {
      rows[row + at.jitter] = 1;
      rows[row + at.brightness] = jitter.brightness;
      rows[row + at.contrast] = jitter.contrast;
      rows[row + at.saturation] = jitter.saturation;
      rows[row + at.hue] = jitter.hue;
    }
    rows[row + at.grey] = grey ? 1 : 0;
    rows[row + at.sigma] = sigma;
    rows[row + at.noise] = noise;
    rectangles.forEach(({ left, top, right, bottom }, i) => {
      rows.set([left, top, right, bottom], row + at.rectangles + 4 * i);
    });
  });
  return rows;
};
