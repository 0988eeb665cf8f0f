import type { Coverage } from '../coverage.ts';
import { valueNoise } from '../demo/noise.ts';
import { Random } from '../demo/random.ts';
import { catalogue } from './catalogue.ts';
import { type Colour, drawLook, type Look } from './look.ts';
import { type Shape, smooth } from './shape.ts';

export interface FamilyInstance {
  /** Index in the catalogue. */
  readonly category: number;
  /** What of each pixel is seen of it. */
  readonly coverage: Coverage;
}

/** A square picture of shapes, at the network's side. */
export interface FamilyScene {
  /** Packed RGBA8, [side * side]. */
  readonly pixels: Uint32Array;
  readonly instances: readonly FamilyInstance[];
}

interface Placed {
  readonly category: number;
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  /** Pixels per unit along the shape's two axes. */
  readonly scaleU: number;
  readonly scaleV: number;
  readonly cos: number;
  readonly sin: number;
  /** How far its outline wobbles, in its own units; and with which noise. */
  readonly wobble: number;
  readonly seed: number;
}

/** Points a side at which a pixel is looked at. */
const SAMPLES = 2;
/** Instances that show less than this share of themselves, or fewer pixels, are no instances. */
const LEAST_SHARE = 0.25;
const LEAST_PIXELS = 24;

function place(draw: Random, side: number, crowd: number, others: readonly Placed[]): Placed {
  const category = draw.whole(0, catalogue.length - 1);
  // Radius in pixels at side 128: mostly 10 to 24, so that areas are like those of things people label.
  const radius = (side / 128) * Math.min(32, Math.max(7, (17 + 5 * draw.normal()) * crowd));
  const stretch = draw.between(0.85, 1.18);
  const turn = draw.between(0, 2 * Math.PI);
  let x = 0;
  let y = 0;
  for (let tries = 0; tries < 12; tries++) {
    x = draw.between(0.04, 0.96) * side;
    y = draw.between(0.04, 0.96) * side;
    const near = others.some(
      (other) =>
        Math.hypot(other.x - x, other.y - y) < 0.62 * (radius + Math.max(other.scaleU, other.scaleV)),
    );
    if (!near) break;
  }
  return {
    category,
    shape: (catalogue[category] ?? catalogue[0]).shape,
    x,
    y,
    scaleU: radius * stretch,
    scaleV: radius / stretch,
    cos: Math.cos(turn),
    sin: Math.sin(turn),
    wobble: draw.between(0, 0.09),
    seed: draw.integer(),
  };
}

/** What of it lies at a point of the picture. */
function sample(one: Placed, px: number, py: number): { depth: number; mark: number } {
  const dx = px - one.x;
  const dy = py - one.y;
  const u = (one.cos * dx + one.sin * dy) / one.scaleU;
  const v = (one.cos * dy - one.sin * dx) / one.scaleV;
  const shift = one.wobble * (valueNoise(u * 2.2 + 9, v * 2.2 + 9, one.seed) - 0.5) * 2;
  return one.shape(u + shift, v + shift * 0.6);
}

interface Canvas {
  readonly side: number;
  /** [side * side * 3] */
  readonly colours: Float32Array;
}

function blend(canvas: Canvas, pixel: number, colour: Colour, amount: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const at = pixel * 3 + channel;
    canvas.colours[at] += amount * ((colour[channel] ?? 0) - canvas.colours[at]);
  }
}

/** Box of pixels that a shape, and `margin` units around it, may reach: [left, top, right, bottom), right and bottom exclusive. */
function reach(one: Placed, side: number, margin: number): [number, number, number, number] {
  const radius = Math.max(one.scaleU, one.scaleV) * (1.08 + one.wobble + margin);
  const clip = (value: number): number => Math.min(side, Math.max(0, value));
  return [
    clip(Math.floor(one.x - radius)),
    clip(Math.floor(one.y - radius)),
    clip(Math.ceil(one.x + radius)),
    clip(Math.ceil(one.y + radius)),
  ];
}

/** Paints one shape; returns how much of each pixel of its box it covers. */
function paint(canvas: Canvas, one: Placed, look: Look, draw: Random): Coverage {
  const { side } = canvas;
  const { body, mark } = look.paint(draw);
  const rim = look.rim(draw);
  const lightAngle = draw.between(0, 2 * Math.PI);
  const relief = draw.between(0, 0.18);
  const noise = draw.between(0, 0.12);
  if (look.shadow > 0) castShadow(canvas, one, look.shadow);
  const [left, top, right, bottom] = reach(one, side, 0);
  const width = Math.max(0, right - left);
  const height = Math.max(0, bottom - top);
  const data = new Float32Array(width * height);
  const unit = Math.min(one.scaleU, one.scaleV);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let inside = 0;
      let marks = 0;
      let depths = 0;
      for (let s = 0; s < SAMPLES * SAMPLES; s++) {
        const px = x + ((s % SAMPLES) + 0.5) / SAMPLES;
        const py = y + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES;
        const { depth, mark: marking } = sample(one, px, py);
        // Half a sample wide, so that coverage has more than five levels.
        const covered = smooth(-0.25 / unit, 0.25 / unit, depth);
        inside += covered;
        marks += covered * marking;
        depths += covered * depth;
      }
      if (inside === 0) continue;
      const covered = inside / SAMPLES ** 2;
      data[(y - top) * width + x - left] = covered;
      const edge = 1 - Math.min(1, (depths / inside) * 4);
      const slope = (Math.cos(lightAngle) * (x - one.x) + Math.sin(lightAngle) * (y - one.y)) / unit;
      const light = 1 - rim * edge + relief * slope + noise * (valueNoise(x * 0.4, y * 0.4, one.seed) - 0.5);
      const t = marks / inside;
      const tone: Colour = [
        (body[0] + (mark[0] - body[0]) * t) * light,
        (body[1] + (mark[1] - body[1]) * t) * light,
        (body[2] + (mark[2] - body[2]) * t) * light,
      ];
      blend(canvas, y * side + x, tone, covered);
    }
  }
  return { x: left, y: top, width, height, data };
}

function castShadow(canvas: Canvas, one: Placed, strength: number): void {
  const { side } = canvas;
  const [left, top, right, bottom] = reach(one, side, 0.3);
  const offset = 0.16 * Math.max(one.scaleU, one.scaleV);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const { depth } = sample(one, x + 0.5 - offset, y + 0.5 - offset);
      const shade = strength * smooth(-0.25, 0.15, depth);
      if (shade > 0) blend(canvas, y * side + x, [0, 0, 0], shade * 0.7);
    }
  }
}

/** Strokes and patches that are nobody's instance. */
function clutter(canvas: Canvas, draw: Random): void {
  const { side, colours } = canvas;
  for (let count = draw.whole(0, 5); count > 0; count--) {
    const colour: Colour = [draw.between(0, 1), draw.between(0, 1), draw.between(0, 1)];
    const x0 = draw.between(0, side);
    const y0 = draw.between(0, side);
    const turn = draw.between(0, Math.PI);
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const long = draw.between(0.1, 0.7) * side;
    const thin = draw.chance(0.6) ? draw.between(0.4, 1.4) : draw.between(4, 20);
    const strength = draw.between(0.15, 0.7);
    for (let pixel = 0; pixel < colours.length / 3; pixel++) {
      const dx = (pixel % side) - x0;
      const dy = Math.floor(pixel / side) - y0;
      const along = Math.abs(c * dx + s * dy) - long / 2;
      const across = Math.abs(c * dy - s * dx) - thin;
      const amount = strength * smooth(0.7, -0.7, Math.max(along, across));
      if (amount > 0) blend(canvas, pixel, colour, amount);
    }
  }
}

/** What later instances leave visible of earlier ones. */
function visible(coverages: readonly Coverage[], side: number): Coverage[] {
  const free = new Float32Array(side * side).fill(1);
  return coverages
    .toReversed()
    .map(({ x, y, width, height, data }) => {
      const seen = new Float32Array(data.length);
      for (let i = 0; i < data.length; i++) {
        const pixel = (y + Math.floor(i / width)) * side + x + (i % width);
        seen[i] = data[i] * free[pixel];
        free[pixel] *= 1 - data[i];
      }
      return { x, y, width, height, data: seen };
    })
    .toReversed();
}

const area = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0);

/** Separable [1, b, 1] blur, and grain, and 8 bits. */
function develop(canvas: Canvas, look: Look, draw: Random): Uint32Array {
  const { side, colours } = canvas;
  const blurred =
    look.blur > 0 ? blur(blur(colours, side, 3, look.blur), side, 3 * side, look.blur) : colours;
  const pixels = new Uint32Array(side * side);
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const grain = look.grain * draw.normal();
    let packed = 0xff000000;
    for (let channel = 0; channel < 3; channel++) {
      const value = blurred[pixel * 3 + channel] + grain;
      packed |= Math.min(255, Math.max(0, Math.round(value * 255))) << (8 * channel);
    }
    pixels[pixel] = packed >>> 0;
  }
  return pixels;
}

function blur(values: Float32Array, side: number, stride: number, strength: number): Float32Array {
  const weight = strength / (1 + 2 * strength);
  return values.map((value, i) => {
    const position = stride === 3 ? Math.floor(i / 3) % side : Math.floor(i / (3 * side));
    const before = position > 0 ? values[i - stride] : value;
    const after = position < side - 1 ? values[i + stride] : value;
    return value + weight * (before + after - 2 * value);
  });
}

/** Scene `index` of the families: depends on nothing but its three arguments. */
export function familyScene(seed: number, index: number, side: number): FamilyScene {
  const draw = new Random(0x70656e, seed, index);
  const look = drawLook(draw.branch(1));
  const canvas: Canvas = { side, colours: new Float32Array(side * side * 3) };
  for (let pixel = 0; pixel < side * side; pixel++) {
    const colour = look.background((pixel % side) / side, Math.floor(pixel / side) / side);
    canvas.colours.set(colour, pixel * 3);
  }
  clutter(canvas, draw.branch(2));
  const layout = draw.branch(3);
  const count = layout.whole(2, 12);
  const crowd = count > 8 ? 0.82 : count < 5 ? 1.15 : 1;
  const placed: Placed[] = [];
  for (let i = 0; i < count; i++) placed.push(place(layout, side, crowd, placed));
  const painter = draw.branch(4);
  const whole = placed.map((one, i) => paint(canvas, one, look, painter.branch(i)));
  const seen = visible(whole, side);
  const instances = placed.flatMap(({ category }, i): FamilyInstance[] => {
    const coverage = seen[i];
    const pixels = area(coverage.data);
    const enough = pixels >= LEAST_PIXELS * (side / 128) ** 2 && pixels >= LEAST_SHARE * area(whole[i].data);
    return enough ? [{ category, coverage }] : [];
  });
  return { pixels: develop(canvas, look, draw.branch(5)), instances };
}
