import { maskUnion } from '../../masks/overlap.ts';
import { holesOf } from '../../masks/regions.ts';
import { maskArea, type Rle } from '../../masks/rle.ts';
import { type LabPicture, labWindow, type RgbaPicture, type Window } from './picture.ts';
import { enlarged, largestPart } from './smooth-mask.ts';

/** Pixels on the longest side of the window that is worked on. */
const SIDE = 160;
/** The window is the box and this share of its size around it: what is there is background. */
const MARGIN = 0.35;
/** Colours that each side is a mixture of. */
const COLOURS = 4;
/** Times that the colours are learnt again from what they have found. */
const ROUNDS = 5;
/** Times that each pixel listens to its neighbours in a round. */
const SWEEPS = 4;
/** How loudly: against the difference of two negative log-likelihoods. */
const NEIGHBOURS = 1.6;
/** Objects fill their boxes to this share at least; below it nothing was found. */
const LEAST = 0.02;

/**
 * The object in a box, without a network, in the manner of GrabCut (C. Rother, V. Kolmogorov, A. Blake, 2004): colours
 * inside against colours around, learnt again from what they have found. Neighbours agree by sweeps of iterated
 * conditional modes instead of a minimal cut.
 * @param box in image pixels, [left, top, right, bottom).
 * @param image its size; the picture may be a smaller copy.
 * @returns undefined where nothing in the box sets itself apart.
 */
export function boxToMask(
  picture: RgbaPicture,
  box: Window,
  image: { readonly width: number; readonly height: number },
): Rle | undefined {
  const scale = image.width / picture.width;
  const [left, top, right, bottom] = box.map((value) => value / scale);
  const margin = Math.max(3, MARGIN * Math.max(right - left, bottom - top));
  const window: Window = [
    Math.max(0, Math.floor(left - margin)),
    Math.max(0, Math.floor(top - margin)),
    Math.min(picture.width, Math.ceil(right + margin)),
    Math.min(picture.height, Math.ceil(bottom + margin)),
  ];
  if (window[2] - window[0] < 3 || window[3] - window[1] < 3) return undefined;
  const small = labWindow(picture, window, SIDE);
  const { width, height, step } = small;
  const free = new Uint8Array(width * height);
  let freeCount = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u = window[0] + (x + 0.5) * step;
      const v = window[1] + (y + 0.5) * step;
      if (u < left || u >= right || v < top || v >= bottom) continue;
      free[y * width + x] = 1;
      freeCount++;
    }
  // A box over the whole picture leaves nothing to tell the object from.
  if (freeCount === 0 || freeCount === width * height) return undefined;
  const bits = separated(small, free);
  const found = bits.reduce((sum, bit) => sum + bit, 0);
  if (found < LEAST * freeCount) return undefined;
  const mask = enlarged(bits, width, height, {
    left: window[0] * scale,
    top: window[1] * scale,
    scale: step * scale,
    imageWidth: image.width,
    imageHeight: image.height,
  });
  const part = largestPart(mask);
  if (!part || maskArea(part) === 0) return undefined;
  const holes = holesOf(part);
  return holes ? maskUnion([part, holes]) : part;
}

/** Which of the free pixels are of the object; the others never are. */
function separated(picture: LabPicture, free: Uint8Array): Uint8Array {
  const { lab, width } = picture;
  const contrast = contrastOf(picture);
  let bits = free.slice();
  // The whole box: a first guess that the colours then correct.
  let [inside, outside] = [mixtureOf(lab, (i) => bits[i] === 1), mixtureOf(lab, (i) => free[i] === 0)];
  for (let round = 0; round < ROUNDS; round++) {
    const lean = Float32Array.from(free, (is, i) =>
      is === 1 ? outside(i) - inside(i) : Number.NEGATIVE_INFINITY,
    );
    bits = Uint8Array.from(lean, (value) => (value > 0 ? 1 : 0));
    for (let sweep = 0; sweep < SWEEPS; sweep++)
      for (let i = 0; i < bits.length; i++) {
        if (free[i] === 0) continue;
        let voices = 0;
        const x = i % width;
        for (const [k, offset, is] of [
          [0, 1, x + 1 < width],
          [0, -1, x > 0],
          [1, width, i + width < bits.length],
          [1, -width, i >= width],
        ] as const) {
          if (!is) continue;
          const next = i + offset;
          const edge = offset > 0 ? contrast[2 * i + k] : contrast[2 * next + k];
          voices += edge * (bits[next] === 1 ? 1 : -1);
        }
        bits[i] = lean[i] + NEIGHBOURS * voices > 0 ? 1 : 0;
      }
    const [object, rest] = [bits.some((bit) => bit === 1), bits.some((bit) => bit === 0)];
    if (!object || !rest) return bits;
    [inside, outside] = [mixtureOf(lab, (i) => bits[i] === 1), mixtureOf(lab, (i) => bits[i] === 0)];
  }
  return bits;
}

/** exp(-beta |difference|^2) of each pixel to its right and lower neighbour: near 1 where they look the same. */
function contrastOf({ lab, width, height }: LabPicture): Float32Array {
  const squares = new Float32Array(2 * width * height);
  let sum = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      for (const [k, next, is] of [
        [0, i + 1, x + 1 < width],
        [1, i + width, y + 1 < height],
      ] as const) {
        if (!is) continue;
        for (let c = 0; c < 3; c++) squares[2 * i + k] += (lab[3 * i + c] - lab[3 * next + c]) ** 2;
        sum += squares[2 * i + k];
      }
    }
  const beta = squares.length / Math.max(1e-6, 2 * sum);
  return squares.map((square) => Math.exp(-beta * square));
}

/** Negative log-likelihood of a pixel under the colours of those that belong, as round Gaussians around k means. */
function mixtureOf(lab: Float32Array, belongs: (pixel: number) => boolean): (pixel: number) => number {
  const members: number[] = [];
  for (let i = 0; i < lab.length / 3; i++) if (belongs(i)) members.push(i);
  const squared = (pixel: number, centre: readonly number[]): number =>
    (lab[3 * pixel] - centre[0]) ** 2 +
    (lab[3 * pixel + 1] - centre[1]) ** 2 +
    (lab[3 * pixel + 2] - centre[2]) ** 2;
  const colourOf = (pixel: number): number[] => [lab[3 * pixel], lab[3 * pixel + 1], lab[3 * pixel + 2]];
  // Each next centre is the pixel furthest from those before.
  const centres: number[][] = [colourOf(members[members.length >> 1])];
  const nearest = members.map((pixel) => squared(pixel, centres[0]));
  while (centres.length < COLOURS) {
    const far = nearest.indexOf(nearest.reduce((a, b) => Math.max(a, b), 0));
    const centre = colourOf(members[far]);
    centres.push(centre);
    members.forEach((pixel, i) => {
      nearest[i] = Math.min(nearest[i], squared(pixel, centre));
    });
  }
  let components: { share: number; centre: number[]; variance: number }[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const sums = centres.map(() => [0, 0, 0, 0, 0]);
    for (const pixel of members) {
      let best = 0;
      let least = Infinity;
      centres.forEach((centre, k) => {
        const distance = squared(pixel, centre);
        if (distance < least) [least, best] = [distance, k];
      });
      const sum = sums[best];
      for (let c = 0; c < 3; c++) sum[c] += lab[3 * pixel + c];
      sum[3]++;
      sum[4] += least;
    }
    components = [];
    sums.forEach((sum, k) => {
      if (sum[3] === 0) return;
      centres[k] = [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]];
      // Below one just noticeable difference no colour is told from another.
      const variance = Math.max(4, sum[4] / (3 * sum[3]));
      components.push({ share: sum[3] / members.length, centre: centres[k], variance });
    });
  }
  return (pixel) => {
    let likelihood = 1e-9;
    for (const { share, centre, variance } of components)
      likelihood += (share * Math.exp(-squared(pixel, centre) / (2 * variance))) / variance ** 1.5;
    return -Math.log(likelihood);
  };
}
