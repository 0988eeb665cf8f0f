import { maskUnion } from '../../masks/overlap.ts';
import { holesOf } from '../../masks/regions.ts';
import type { Rle } from '../../masks/rle.ts';
import { type LabPicture, labWindow, type RgbaPicture, type Window } from './picture.ts';
import { enlarged } from './smooth-mask.ts';

/** Pixels on the longest side that a region is grown on. */
const SIDE = 256;
/** Differences of colour (CIE 1976) that are tried: below the least the eye sees none, above the most all is one. */
const DIFFERENCES = { least: 3, most: 60 } as const;
/** A region larger than this share of the picture is its background. */
const LARGEST = 0.6;
const SMALLEST_PIXELS = 9;
/** A region that grows by more than this share while the limit grows by four has no border there. */
const UNSTABLE = 0.3;

/**
 * The region around a point whose colour sets it apart from what surrounds it, without a network: grown from the point
 * over pixels that differ from its colour by less than a limit, at the limit where the region is most stable (as in
 * J. Matas and others, "Robust wide-baseline stereo from maximally stable extremal regions", 2002). Small regions are
 * grown again on a closer look.
 * @param image its size; the picture may be a smaller copy.
 * @returns undefined where nothing stands out.
 */
export function clickToMask(
  picture: RgbaPicture,
  x: number,
  y: number,
  image: { readonly width: number; readonly height: number },
): Rle | undefined {
  const scale = image.width / picture.width;
  const [px, py] = [x / scale, y / scale];
  let window: Window = [0, 0, picture.width, picture.height];
  for (let look = 0; look < 2; look++) {
    const small = labWindow(picture, window, SIDE);
    const { width, height, step } = small;
    const column = Math.min(width - 1, Math.max(0, Math.floor((px - window[0]) / step)));
    const row = Math.min(height - 1, Math.max(0, Math.floor((py - window[1]) / step)));
    const grown = mostStable(small, row * width + column);
    if (!grown) return undefined;
    const close = step > 1 && look === 0 ? closer(grown, width, step, picture, window) : undefined;
    if (close) {
      window = close;
      continue;
    }
    const mask = enlarged(grown, width, height, {
      left: window[0] * scale,
      top: window[1] * scale,
      scale: step * scale,
      imageWidth: image.width,
      imageHeight: image.height,
    });
    const holes = holesOf(mask);
    return holes ? maskUnion([mask, holes]) : mask;
  }
  return undefined;
}

/** A window around a region that would show it larger; undefined where it would not. */
function closer(
  bits: Uint8Array,
  width: number,
  step: number,
  picture: RgbaPicture,
  window: Window,
): Window | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  bits.forEach((bit, i) => {
    if (bit === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  const margin = Math.max(right - left, bottom - top) / 2;
  const clip = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
  const near: Window = [
    clip(window[0] + (left - margin) * step, picture.width),
    clip(window[1] + (top - margin) * step, picture.height),
    clip(window[0] + (right + margin) * step, picture.width),
    clip(window[1] + (bottom + margin) * step, picture.height),
  ];
  const smaller = Math.max(near[2] - near[0], near[3] - near[1]) < 0.7 * SIDE * step;
  return smaller ? near : undefined;
}

/** The grown region at its most stable limit, 0 or 1 a pixel; undefined where none is small enough. */
function mostStable(picture: LabPicture, seed: number): Uint8Array | undefined {
  const { width, height } = picture;
  const needed = limits(picture, seed);
  const count = DIFFERENCES.most - DIFFERENCES.least + 1;
  const areas = new Uint32Array(count);
  for (const value of needed)
    if (value <= DIFFERENCES.most) areas[Math.max(0, Math.ceil(value) - DIFFERENCES.least)]++;
  for (let i = 1; i < count; i++) areas[i] += areas[i - 1];
  /** Growth over a span of limits, relative to the region: least where its border is sharpest. */
  const span = 4;
  let best: number | undefined;
  let least: number = UNSTABLE;
  for (let i = 0; i + span < count; i++) {
    const area = areas[i];
    if (area < SMALLEST_PIXELS || area > LARGEST * width * height) continue;
    const growth = (areas[i + span] - area) / area;
    // Of equals the widest limit: it has taken in what shades the object.
    if (growth <= least) [least, best] = [growth, i];
  }
  if (best === undefined) return undefined;
  const limit = DIFFERENCES.least + best;
  return Uint8Array.from(needed, (value) => (value <= limit ? 1 : 0));
}

/** For each pixel the least limit at which it joins the region of the seed: the largest difference on the best way to it. */
function limits({ lab, width, height }: LabPicture, seed: number): Float32Array {
  const colour = seedColour(lab, width, height, seed);
  const difference = (pixel: number): number =>
    Math.hypot(lab[3 * pixel] - colour[0], lab[3 * pixel + 1] - colour[1], lab[3 * pixel + 2] - colour[2]);
  const needed = new Float32Array(width * height).fill(Infinity);
  // Buckets of whole differences serve as the queue: enough, for limits are whole.
  const buckets: number[][] = Array.from({ length: DIFFERENCES.most + 2 }, () => []);
  needed[seed] = 0;
  buckets[0].push(seed);
  for (let level = 0; level < buckets.length; level++) {
    const bucket = buckets[level];
    for (let pixel = bucket.pop(); pixel !== undefined; pixel = bucket.pop()) {
      if (Math.ceil(needed[pixel]) < level) continue;
      const x = pixel % width;
      for (const [dx, offset] of [
        [1, 1],
        [-1, -1],
        [0, width],
        [0, -width],
      ]) {
        const next = pixel + offset;
        if (x + dx < 0 || x + dx >= width || next < 0 || next >= needed.length) continue;
        const limit = Math.max(needed[pixel], difference(next));
        if (limit >= needed[next] || limit > DIFFERENCES.most) continue;
        needed[next] = limit;
        buckets[Math.max(level, Math.ceil(limit))].push(next);
      }
    }
  }
  return needed;
}

/** The mean of the pixel and its neighbours: one pixel alone may be noise. */
function seedColour(
  lab: Float32Array,
  width: number,
  height: number,
  seed: number,
): readonly [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  const [column, row] = [seed % width, Math.floor(seed / width)];
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
      for (let k = 0; k < 3; k++) sum[k] += lab[3 * (y * width + x) + k];
      count++;
    }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
