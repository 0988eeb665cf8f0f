import { clamp } from './arithmetic.ts';
import type { Placed } from './layout.ts';
import { scratch } from './scratch.ts';
import { type Part, Probe } from './shapes/part.ts';

/** What a placed part covers of the picture. */
export interface Footprint {
  readonly placed: Placed;
  /** Corner of the rectangle that it touches, pixels; it may reach a little beyond the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 1 per pixel: the mean over its four samples. */
  readonly coverage: Float32Array;
}

/**
 * A placed part sampled at 2 x 2 points a pixel over its rectangle, with a rim of one sample. Samples that it covers
 * nothing of have no other meaning. But for the footprint all of it is good only until the next part is sampled.
 */
export interface Surface extends Footprint {
  /** Samples in a row: 2 width + 2. */
  readonly stride: number;
  /** Pixels above the bench, per sample. */
  readonly relief: Float32Array;
  readonly layer: Uint8Array;
  readonly crevice: Float32Array;
  /** 0 to 1 per sample: how much of it the part covers. */
  readonly cover: Float32Array;
}

const scratchDistance = scratch(Float32Array);
const scratchRelief = scratch(Float32Array);
const scratchLayer = scratch(Uint8Array);
const scratchCrevice = scratch(Float32Array);
const scratchCover = scratch(Float32Array);

/** A distance that is surely outside, in samples. */
const outside = 8;

/** The rectangle that a placed part touches. */
function frameOf({ part, scale, cos, sin, x, y }: Placed, size: number) {
  const reachX = (Math.abs(cos) * part.halfLength + Math.abs(sin) * part.halfWidth) * scale + 2;
  const reachY = (Math.abs(sin) * part.halfLength + Math.abs(cos) * part.halfWidth) * scale + 2;
  // What lies just outside still throws a shadow in, and blurs in when the outline is soft.
  const rim = Math.ceil(size * 0.05);
  const left = clamp(Math.floor(x - reachX), -rim, size - 1);
  const top = clamp(Math.floor(y - reachY), -rim, size - 1);
  const width = clamp(Math.ceil(x + reachX), left + 1, size + rim) - left;
  const height = clamp(Math.ceil(y + reachY), top + 1, size + rim) - top;
  return { left, top, width, height, stride: 2 * width + 2, rows: 2 * height + 2 };
}

type Frame = ReturnType<typeof frameOf>;

type Samples = Pick<Surface, 'relief' | 'layer' | 'crevice'> & {
  /** From the outline, in samples; below 0 inside. */
  readonly distance: Float32Array;
};

/** How a part is looked at, sample by sample. */
class Gaze {
  readonly part: Part;
  readonly scale: number;
  readonly probe = new Probe();
  /** Two pixels beyond the part's own box there is nothing to look at. */
  readonly farU: number;
  readonly farV: number;
  /** The share of each column in the turned position. */
  readonly columnCos: Float64Array;
  readonly columnSin: Float64Array;

  constructor({ part, scale, x, cos, sin }: Placed, { left, stride }: Frame) {
    this.part = part;
    this.scale = scale;
    this.farU = part.halfLength + 2 / scale;
    this.farV = part.halfWidth + 2 / scale;
    // No sample that is farther out has any cover.
    this.probe.reach = 1 / scale;
    const across = Float64Array.from({ length: stride }, (_, i) => left + (i - 0.5) / 2 - x);
    this.columnCos = across.map((px) => px * cos);
    this.columnSin = across.map((px) => px * sin);
  }
}

/** Looks at one row of samples, the first of which is at `start`. */
function lookAlong(gaze: Gaze, rowCos: number, rowSin: number, start: number, samples: Samples): void {
  const { part, scale, probe, farU, farV, columnCos, columnSin } = gaze;
  const { distance, relief, layer, crevice } = samples;
  // A little wider, and in pixels: most of what is outside is known before anything is divided.
  const surelyU = farU * scale + 0.01;
  const surelyV = farV * scale + 0.01;
  for (let i = 0; i < columnCos.length; i++) {
    const pu = (columnCos[i] as number) + rowSin;
    const pv = rowCos - (columnSin[i] as number);
    if (Math.abs(pu) > surelyU || Math.abs(pv) > surelyV) continue;
    probe.x = pu / scale;
    probe.y = pv / scale;
    if (Math.abs(probe.x) > farU || Math.abs(probe.y) > farV) continue;
    part.look(probe);
    const at = start + i;
    distance[at] = probe.distance * scale * 2;
    if (probe.distance > probe.reach) continue;
    relief[at] = probe.height * scale;
    crevice[at] = probe.crevice;
    layer[at] = probe.layer;
  }
}

/** How much of each sample of a row lies within the outline. */
function coverAlong(distance: Float32Array, cover: Float32Array, start: number, stride: number): void {
  for (let at = start + 1; at < start + stride - 1; at++) {
    const here = distance[at] as number;
    // Beyond 1.5 samples the slope, at most 3, makes no difference.
    if (here >= 1.5) continue;
    if (here <= -1.5) {
      cover[at] = 1;
      continue;
    }
    // The outlines are not true distances everywhere: divide by the gradient to make them so near the edge.
    const gx = ((distance[at + 1] as number) - (distance[at - 1] as number)) / 2;
    const gy = ((distance[at + stride] as number) - (distance[at - stride] as number)) / 2;
    const slope = clamp(Math.sqrt(gx * gx + gy * gy), 0.6, 3);
    cover[at] = clamp(0.5 - here / slope, 0, 1);
  }
}

/** The cover of each pixel: the mean of its four samples. */
function coverageOf(cover: Float32Array, { width, height, stride }: Frame): Float32Array {
  const coverage = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (2 * y + 1) * stride + 2 * x + 1;
      coverage[y * width + x] =
        ((cover[at] as number) +
          (cover[at + 1] as number) +
          (cover[at + stride] as number) +
          (cover[at + stride + 1] as number)) /
        4;
    }
  }
  return coverage;
}

/** Samples a part's outline and relief; no light yet. */
export function sampleSurface(placed: Placed, size: number): Surface {
  const frame = frameOf(placed, size);
  const { left, top, width, height, stride, rows } = frame;
  const distance = scratchDistance(stride * rows).fill(outside);
  const relief = scratchRelief(stride * rows);
  const layer = scratchLayer(stride * rows);
  const crevice = scratchCrevice(stride * rows);
  const gaze = new Gaze(placed, frame);
  for (let j = 0; j < rows; j++) {
    const py = top + (j - 0.5) / 2 - placed.y;
    lookAlong(gaze, py * placed.cos, py * placed.sin, j * stride, { distance, relief, layer, crevice });
  }
  const cover = scratchCover(stride * rows).fill(0);
  for (let j = 1; j < rows - 1; j++) coverAlong(distance, cover, j * stride, stride);
  const coverage = coverageOf(cover, frame);
  return { placed, left, top, width, height, stride, relief, layer, crevice, cover, coverage };
}
