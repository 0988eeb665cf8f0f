import { clamp } from './arithmetic.ts';
import type { Placed } from './layout.ts';
import { Probe } from './shapes/part.ts';

/** A placed part sampled at 2 x 2 points a pixel over the rectangle it touches, with a rim of one sample. */
export interface Surface {
  readonly placed: Placed;
  /** Corner of the rectangle, pixels; it may reach a little beyond the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Samples in a row: 2 width + 2. */
  readonly stride: number;
  /** Pixels above the bench, per sample. */
  readonly relief: Float32Array;
  readonly layer: Uint8Array;
  readonly crevice: Float32Array;
  /** 0 to 1 per sample: how much of it the part covers. */
  readonly cover: Float32Array;
  /** 0 to 1 per pixel: the mean over its four samples. */
  readonly coverage: Float32Array;
}

/** A distance that is surely outside, in samples. */
const outside = 8;

/** Samples a part's outline and relief; no light yet. */
export function sampleSurface(placed: Placed, size: number): Surface {
  const { part, scale, cos, sin } = placed;
  const reachX = (Math.abs(cos) * part.halfLength + Math.abs(sin) * part.halfWidth) * scale + 2;
  const reachY = (Math.abs(sin) * part.halfLength + Math.abs(cos) * part.halfWidth) * scale + 2;
  // What lies just outside still throws a shadow in, and blurs in when the outline is soft.
  const rim = Math.ceil(size * 0.05);
  const left = clamp(Math.floor(placed.x - reachX), -rim, size - 1);
  const top = clamp(Math.floor(placed.y - reachY), -rim, size - 1);
  const width = clamp(Math.ceil(placed.x + reachX), left + 1, size + rim) - left;
  const height = clamp(Math.ceil(placed.y + reachY), top + 1, size + rim) - top;
  const stride = 2 * width + 2;
  const rows = 2 * height + 2;
  const distance = new Float32Array(stride * rows);
  const relief = new Float32Array(stride * rows);
  const crevice = new Float32Array(stride * rows);
  const layer = new Uint8Array(stride * rows);
  const probe = new Probe();
  // Two pixels beyond the part's own box there is nothing to look at.
  const farU = part.halfLength + 2 / scale;
  const farV = part.halfWidth + 2 / scale;
  for (let j = 0; j < rows; j++) {
    const py = top + (j - 0.5) / 2 - placed.y;
    for (let i = 0; i < stride; i++) {
      const px = left + (i - 0.5) / 2 - placed.x;
      const at = j * stride + i;
      const u = (px * cos + py * sin) / scale;
      const v = (py * cos - px * sin) / scale;
      if (Math.abs(u) > farU || Math.abs(v) > farV) {
        distance[at] = outside;
        continue;
      }
      probe.x = u;
      probe.y = v;
      part.look(probe);
      distance[at] = probe.distance * scale * 2;
      relief[at] = probe.height * scale;
      crevice[at] = probe.crevice;
      layer[at] = probe.layer;
    }
  }
  const cover = new Float32Array(stride * rows);
  for (let j = 1; j < rows - 1; j++) {
    for (let i = 1; i < stride - 1; i++) {
      const at = j * stride + i;
      const here = distance[at] as number;
      if (here > 4) continue;
      // The outlines are not true distances everywhere: divide by the gradient to make them so near the edge.
      const gx = ((distance[at + 1] as number) - (distance[at - 1] as number)) / 2;
      const gy = ((distance[at + stride] as number) - (distance[at - stride] as number)) / 2;
      const slope = clamp(Math.sqrt(gx * gx + gy * gy), 0.6, 3);
      cover[at] = clamp(0.5 - here / slope, 0, 1);
    }
  }
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
  return { placed, left, top, width, height, stride, relief, layer, crevice, cover, coverage };
}
