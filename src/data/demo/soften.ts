import { clamp, cosine, sine, smoothstep } from './arithmetic.ts';
import { blur } from './blur.ts';
import type { Canvas } from './canvas.ts';
import { cloudNoise } from './noise.ts';
import type { Random } from './random.ts';
import type { Sprite } from './sprite.ts';

/** Ways for an outline to be lost; each part draws its own blend of them. */
export interface Softening {
  /** Running-mean radius of the defocus along x and y, pixels. */
  readonly radiusX: number;
  readonly radiusY: number;
  /** How far the part's colours are pulled to what lies below it. */
  readonly fade: number;
  /** How much dust from the bench lies over it, most along its edge. */
  readonly dust: number;
  readonly seed: number;
}

export function drawSoftening(draw: Random, softness: number, size: number): Softening {
  const unit = size / 256;
  const own = draw.between(0.55, 1.3);
  const defocus = 2.6 * softness * softness * softness * own;
  const moved = draw.chance(0.35) ? 2.4 * softness * softness * draw.between(0.4, 1) : 0;
  const angle = draw.between(0, 1);
  return {
    radiusX: (defocus + moved * Math.abs(cosine(angle))) * unit,
    radiusY: (defocus + moved * Math.abs(sine(angle))) * unit,
    fade: 0.5 * softness * softness * draw.between(0.45, 1),
    dust: 0.85 * softness * softness * draw.between(0.3, 1),
    seed: draw.integer(),
  };
}

/** Margin a sprite needs so that its blur is not cut off, pixels. */
export function softMargin(softening: Softening): number {
  return Math.ceil(3 * Math.max(softening.radiusX, softening.radiusY)) + 1;
}

/** Blurs and thins a sprite, then lays it over the picture. Truth is made from coverage and knows nothing of this. */
export function laySprite(canvas: Canvas, sprite: Sprite, softening: Softening): void {
  const { size, rgb } = canvas;
  const { pixels, width, height, left, top } = sprite;
  blur(pixels, width, height, 4, softening.radiusX, softening.radiusY);
  const unit = 256 / size;
  for (let y = Math.max(0, -top); y < Math.min(height, size - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(width, size - left); x++) {
      const from = (y * width + x) * 4;
      const cover = pixels[from + 3] as number;
      if (cover <= 0) continue;
      let keep = 1 - softening.fade;
      if (softening.dust > 0) {
        const cloud = cloudNoise((left + x) * 0.16 * unit, (top + y) * 0.16 * unit, softening.seed, 3);
        // Dust gathers along the edge, where the blurred cover is partial, and in patches elsewhere.
        const edge = smoothstep(1.05, 0.35, cover);
        keep *= 1 - softening.dust * clamp(smoothstep(0.42, 0.72, cloud) * (0.35 + 0.65 * edge), 0, 1);
      }
      const at = ((top + y) * size + left + x) * 3;
      for (let c = 0; c < 3; c++) {
        const below = rgb[at + c] as number;
        rgb[at + c] = below * (1 - cover * keep) + (pixels[from + c] as number) * keep;
      }
    }
  }
}
