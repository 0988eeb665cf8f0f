/**
 * What an object looks like, whichever way it lies: a descriptor that turning and mirroring leave as it is, of the
 * family of rotation-invariant gradient histograms (radial gradient transform: Takacs et al., "Unified real-time
 * tracking and recognition with rotation-invariant fast features", CVPR 2010). It owes nothing to the network, so it
 * does not err where the network errs: what a second opinion is for.
 */

import { boxBlur } from './box-blur.ts';

/** A picture as planes [3, S, S] of red, green and blue, in any unit that is the same for all pictures. */
export interface PlanarPicture {
  readonly planes: Float32Array;
  readonly side: number;
}

/** A mask on its own grid over the same square: 1 inside, 0 outside, [M, M]. */
export interface MaskGrid {
  readonly inside: ArrayLike<number>;
  readonly side: number;
}

/** Side of the upright crop in which the object is looked at; the reach of its mask fills it but for a margin. */
const CROP = 64;
const MIDDLE = CROP / 2 - 0.5;
const MARGIN = 6;
/** Pixels of the crop that the mask is widened by: what lies just outside tells where the outline is. */
const WIDENING = 2;
/** Share of the mask's pixels within its reach: a stray one must not shrink the rest. */
const REACH_SHARE = 0.98;

const RINGS = 16;
const ANGLES = 64;
const OUTERMOST = CROP / 2 - 3;
/** Per ring and field: mean, spread, skewness; spread and skewness of the slope along the ring. */
const RING_FIGURES = 5;

const ZONES = 8;
const DIRECTIONS = 12;
/** Per zone and field: strength, directions mirrored onto each other, and how far the mirrored differ. */
const ZONE_FIGURES = 1 + (DIRECTIONS / 2 + 1) + (DIRECTIONS / 2 - 1);

/** Lightness, mask, red against green, blue against yellow. */
const FIELDS = 4;
const SHAPE_FIGURES = 2;

/** Figures of a descriptor. */
export const DESCRIPTOR_WIDTH = FIELDS * (RINGS * RING_FIGURES + ZONES * ZONE_FIGURES) + SHAPE_FIGURES;

/** @returns [DESCRIPTOR_WIDTH]; undefined where the mask is empty. */
export function describeObject(picture: PlanarPicture, mask: MaskGrid): Float32Array | undefined {
  const frame = frameOf(mask);
  if (!frame) return undefined;
  const fields = fieldsOf(picture, mask, frame);
  const descriptor = new Float32Array(DESCRIPTOR_WIDTH);
  let at = 0;
  for (const field of fields) at = describeRings(field, descriptor, at);
  for (const field of fields) at = describeDirections(field, descriptor, at);
  descriptor.set([frame.fill, frame.elongation], at);
  return descriptor;
}

/** Where the mask lies, in shares of the square's side. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** Area of the mask over that of the disc of its reach. */
  readonly fill: number;
  /** Longer over shorter axis of the ellipse with its moments. */
  readonly elongation: number;
}

function frameOf({ inside, side }: MaskGrid): Frame | undefined {
  let count = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < side * side; i++) {
    if (inside[i] < 0.5) continue;
    count++;
    x += (i % side) + 0.5;
    y += Math.floor(i / side) + 0.5;
  }
  if (count === 0) return undefined;
  x /= count;
  y /= count;
  const distances = new Float64Array(count);
  let at = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < side * side; i++) {
    if (inside[i] < 0.5) continue;
    const dx = (i % side) + 0.5 - x;
    const dy = Math.floor(i / side) + 0.5 - y;
    distances[at++] = Math.sqrt(dx * dx + dy * dy);
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // A pixel is no point: its own second moment is a twelfth.
  xx = xx / count + 1 / 12;
  yy = yy / count + 1 / 12;
  xy /= count;
  const reach = Math.max(1, distances.sort()[Math.floor(count * REACH_SHARE)]);
  const apart = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy);
  return {
    x: x / side,
    y: y / side,
    reach: reach / side,
    fill: count / (Math.PI * reach * reach),
    elongation: Math.sqrt((xx + yy + apart) / (xx + yy - apart)),
  };
}

/** The four fields of the crop, each [CROP, CROP], zero well outside the mask; lightness in units of its own spread. */
function fieldsOf({ planes, side }: PlanarPicture, mask: MaskGrid, frame: Frame): Float32Array[] {
  const pixels = CROP * CROP;
  const inside = new Float32Array(pixels);
  const lightness = new Float32Array(pixels);
  const redGreen = new Float32Array(pixels);
  const blueYellow = new Float32Array(pixels);
  const plane = side * side;
  const [red, green, blue] = [0, 1, 2].map((c) => planes.subarray(c * plane, (c + 1) * plane));
  const scale = frame.reach / (CROP / 2 - MARGIN);
  for (let v = 0; v < CROP; v++) {
    for (let u = 0; u < CROP; u++) {
      const x = frame.x + (u - MIDDLE) * scale;
      const y = frame.y + (v - MIDDLE) * scale;
      if (x < 0 || y < 0 || x > 1 || y > 1) continue;
      const spot = spotOf(mask.side, x * mask.side, y * mask.side);
      inside[v * CROP + u] = sample(mask.inside, spot) < 0.5 ? 0 : 1;
    }
  }
  const widened = boxBlur(boxBlur(inside, CROP, WIDENING), CROP, WIDENING);
  for (let v = 0; v < CROP; v++) {
    for (let u = 0; u < CROP; u++) {
      const i = v * CROP + u;
      widened[i] = Math.min(1, widened[i] * 2.5);
      if (widened[i] === 0) continue;
      const x = frame.x + (u - MIDDLE) * scale;
      const y = frame.y + (v - MIDDLE) * scale;
      const spot = spotOf(side, x * side, y * side);
      const r = sample(red, spot);
      const g = sample(green, spot);
      const b = sample(blue, spot);
      lightness[i] = (r + g + b) / 3;
      redGreen[i] = (r - g) * widened[i];
      blueYellow[i] = (b - (r + g) / 2) * widened[i];
    }
  }
  const { mean, spread } = momentsUnder(inside, lightness);
  for (let i = 0; i < pixels; i++) lightness[i] = ((lightness[i] - mean) / spread) * widened[i];
  return [lightness, inside, redGreen, blueYellow];
}

/** A place between four pixels of a plane. */
interface Spot {
  upperLeft: number;
  upperRight: number;
  lowerLeft: number;
  lowerRight: number;
  tx: number;
  ty: number;
}

/** Where to look between pixel centres; beyond the border it is the nearest pixel. */
function spotOf(side: number, x: number, y: number): Spot {
  const last = side - 1;
  const bx = Math.min(last, Math.max(0, x - 0.5));
  const by = Math.min(last, Math.max(0, y - 0.5));
  const x0 = Math.floor(bx);
  const y0 = Math.floor(by);
  const x1 = Math.min(last, x0 + 1);
  const y1 = Math.min(last, y0 + 1);
  return {
    upperLeft: y0 * side + x0,
    upperRight: y0 * side + x1,
    lowerLeft: y1 * side + x0,
    lowerRight: y1 * side + x1,
    tx: bx - x0,
    ty: by - y0,
  };
}

/** Bilinear. */
function sample(plane: ArrayLike<number>, spot: Spot): number {
  const { tx, ty } = spot;
  const upper = (1 - tx) * plane[spot.upperLeft] + tx * plane[spot.upperRight];
  const lower = (1 - tx) * plane[spot.lowerLeft] + tx * plane[spot.lowerRight];
  return (1 - ty) * upper + ty * lower;
}

/** The least spread counts as this much, so that noise of a plain surface is not taken for a pattern. */
const LEAST_SPREAD = 0.12;

function momentsUnder(inside: Float32Array, values: Float32Array): { mean: number; spread: number } {
  let weight = 0;
  let sum = 0;
  for (let i = 0; i < inside.length; i++) {
    weight += inside[i];
    sum += values[i] * inside[i];
  }
  weight ||= 1;
  const mean = sum / weight;
  let squares = 0;
  for (let i = 0; i < inside.length; i++) {
    const off = values[i] - mean;
    squares += inside[i] * (off * off);
  }
  return { mean, spread: Math.sqrt(squares / weight) + LEAST_SPREAD };
}

const signedRoot = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value));

/** Where to look along each ring, [RINGS][ANGLES]. */
const rings: readonly (readonly Spot[])[] = Array.from({ length: RINGS }, (_, r) => {
  const radius = ((r + 0.75) / RINGS) * OUTERMOST;
  return Array.from({ length: ANGLES }, (_, t) => {
    const angle = (2 * Math.PI * t) / ANGLES;
    return spotOf(CROP, CROP / 2 + radius * Math.cos(angle), CROP / 2 + radius * Math.sin(angle));
  });
});

/** How a field is spread along rings around the middle; which way round it runs does not count. */
function describeRings(field: Float32Array, out: Float32Array, at: number): number {
  const ring = new Float64Array(ANGLES);
  for (const spots of rings) {
    for (let t = 0; t < ANGLES; t++) ring[t] = sample(field, spots[t]);
    let mean = 0;
    for (const value of ring) mean += value / ANGLES;
    let square = 0;
    let cube = 0;
    let slopeSquare = 0;
    let slopeCube = 0;
    for (let t = 0; t < ANGLES; t++) {
      const off = ring[t] - mean;
      const slope = ring[(t + 1) % ANGLES] - ring[(t + ANGLES - 1) % ANGLES];
      square += (off * off) / ANGLES;
      cube += (off * off * off) / ANGLES;
      slopeSquare += (slope * slope) / ANGLES;
      slopeCube += (slope * slope * slope) / ANGLES;
    }
    out.set(
      [mean, Math.sqrt(square), signedRoot(cube), Math.sqrt(slopeSquare), Math.sqrt(Math.abs(slopeCube))],
      at,
    );
    at += RING_FIGURES;
  }
  return at;
}

/** Gradients below this are none. */
const LEAST_GRADIENT = 1e-3;

/** A pixel of the crop whose gradient counts. */
interface Place {
  /** Of the crop. */
  readonly pixel: number;
  /** From the middle. */
  readonly dx: number;
  readonly dy: number;
  /** First bin of its inner zone, and what of it belongs to the next zone outwards. */
  readonly row: number;
  readonly outwards: number;
}

const places: readonly Place[] = Array.from({ length: CROP * CROP }, (_, pixel) => pixel).flatMap((pixel) => {
  const u = pixel % CROP;
  const v = Math.floor(pixel / CROP);
  const dx = u - MIDDLE;
  const dy = v - MIDDLE;
  const distance = Math.sqrt(dx * dx + dy * dy) / OUTERMOST;
  if (distance > 1.1 || Math.min(u, v) === 0 || Math.max(u, v) === CROP - 1) return [];
  const zone = Math.min(ZONES - 1, Math.max(0, distance * ZONES - 0.5));
  const inner = Math.floor(zone);
  return { pixel, dx, dy, row: inner * DIRECTIONS, outwards: zone - inner };
});

const TURN = 2 * Math.PI;

/** The angle of (x, y) in turns, 0 to 1, to 2e-8 of a radian (Abramowitz and Stegun, 4.4.49); `Math.atan2` is slower. */
function turnOf(y: number, x: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  const t = a < b ? a / b : b / a;
  const s = t * t;
  const tail =
    s * (0.1065626393 + s * (-0.07528964 + s * (0.0429096138 + s * (-0.0161657367 + s * 0.0028662257))));
  const arc = t * (1 + s * (-0.3333314528 + s * (0.1999355085 + s * (-0.1420889944 + tail))));
  const eighth = arc / TURN;
  const quarter = b > a ? 0.25 - eighth : eighth;
  const half = x < 0 ? 0.5 - quarter : quarter;
  return y < 0 ? 1 - half : half;
}

/**
 * Where gradients point, against the direction away from the middle, by distance from it; linear between neighbouring
 * zones and directions, so that a small move changes little.
 */
function describeDirections(field: Float32Array, out: Float32Array, at: number): number {
  const histogram = new Float64Array((ZONES + 1) * DIRECTIONS);
  for (const { pixel, dx, dy, row, outwards } of places) {
    const gx = field[pixel + 1] - field[pixel - 1];
    const gy = field[pixel + CROP] - field[pixel - CROP];
    const strength = Math.sqrt(gx * gx + gy * gy);
    if (strength < LEAST_GRADIENT) continue;
    const direction = turnOf(gy * dx - gx * dy, gx * dx + gy * dy) * DIRECTIONS;
    const whole = Math.floor(direction);
    const onwards = direction - whole;
    const here = row + (whole % DIRECTIONS);
    const next = row + ((whole + 1) % DIRECTIONS);
    const inner = strength * (1 - outwards);
    const outer = strength * outwards;
    histogram[here] += inner * (1 - onwards);
    histogram[next] += inner * onwards;
    histogram[here + DIRECTIONS] += outer * (1 - onwards);
    histogram[next + DIRECTIONS] += outer * onwards;
  }
  for (let zone = 0; zone < ZONES; zone++) {
    const bins = histogram.subarray(zone * DIRECTIONS, (zone + 1) * DIRECTIONS);
    const sum = bins.reduce((total, bin) => total + bin, 0);
    const mirrored = (d: number): number => bins[(DIRECTIONS - d) % DIRECTIONS];
    out[at++] = Math.log(sum + 0.1);
    for (let d = 0; d <= DIRECTIONS / 2; d++) out[at++] = (bins[d] + mirrored(d)) / (sum + 0.3);
    for (let d = 1; d < DIRECTIONS / 2; d++) out[at++] = Math.abs(bins[d] - mirrored(d)) / (sum + 0.3);
  }
  return at;
}
