import { encodeGamma } from './arithmetic.ts';
import { blur } from './blur.ts';
import type { Canvas } from './canvas.ts';
import type { Colour } from './colour.ts';
import { latticeBits, type Random } from './random.ts';

/** Keeps highlights from clipping: linear up to 0.6, then a shoulder that reaches 1 at infinity. */
function shoulder(x: number): number {
  if (x <= 0.6) return Math.max(x, 0);
  const over = (x - 0.6) / 0.4;
  return 0.6 + (0.4 * over) / (1 + over);
}

/** A gentle S: deeper shadows, clearer lights. */
function contrast(x: number): number {
  return x + 0.32 * (x * x * (3 - 2 * x) - x);
}

/** What a camera does to all pixels alike. */
interface Camera {
  /** Exposure and white balance: a factor per colour. */
  readonly balance: Colour;
  readonly vignette: number;
  readonly grain: number;
  readonly seed: number;
  /** White as the blur leaves it in each column, and in each row. */
  readonly border: Float32Array;
}

/** A row at a time: engines compile what is called often long before what loops long. */
function exposeRow({ size, rgb }: Canvas, camera: Camera, y: number, out: Uint8Array): void {
  const { balance, vignette, grain, seed, border } = camera;
  const dy = (y / size) * 2 - 1;
  for (let x = 0; x < size; x++) {
    const dx = (x / size) * 2 - 1;
    const r2 = (dx * dx + dy * dy) / 2;
    const fall = (1 - vignette * r2 * (0.6 + 0.4 * r2)) / ((border[x] as number) * (border[y] as number));
    // The sum of two uniforms for brightness, a weaker one per colour.
    const bits = latticeBits(x, y, seed);
    const common = ((bits & 0xffff) + (bits >>> 16)) / 0xffff - 1;
    const tints = latticeBits(x, y, seed + 1);
    for (let c = 0; c < 3; c++) {
      const at = (y * size + x) * 3 + c;
      const own = ((tints >>> (10 * c)) & 1023) / 1023 - 0.5;
      const linear = shoulder((rgb[at] as number) * fall * (balance[c] as number));
      const value = contrast(encodeGamma(linear)) + grain * (1.6 * common + 0.9 * own);
      out[at] = Math.min(255, Math.max(0, Math.floor(value * 255 + 0.5)));
    }
  }
}

/** The camera: a touch of blur, vignette, white balance, exposure, grain, and 8 bits. */
export function expose(canvas: Canvas, draw: Random, softness: number): Uint8Array {
  const { size, rgb } = canvas;
  const unit = size / 256;
  const radius = (draw.between(0, 0.06) + 0.3 * softness * softness) * unit;
  blur(rgb, size, size, 3, radius, radius, 2);
  // The blur takes what lies beyond the border for black; dividing by a blurred white undoes that.
  const border = new Float32Array(size).fill(1);
  blur(border, size, 1, 1, radius, 0, 2);
  const warm = draw.between(-0.05, 0.07);
  const gain = draw.between(0.92, 1.12);
  const camera: Camera = {
    balance: [gain * (1 + warm), gain, gain * (1 - warm * 1.2)],
    vignette: draw.between(0.08, 0.26),
    grain: draw.between(0.008, 0.022),
    seed: draw.integer(),
    border,
  };
  const out = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) exposeRow(canvas, camera, y, out);
  return out;
}
