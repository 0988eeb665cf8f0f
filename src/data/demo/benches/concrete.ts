import { mix, smoothstep } from '../arithmetic.ts';
import { colour } from '../colour.ts';
import { cloudNoise } from '../noise.ts';
import { latticeNoise } from '../random.ts';
import { type BenchMaker, paint } from './bench.ts';

/** Cast concrete: clouds of tone, sand, air holes, at times a hairline crack. */
export const concrete: BenchMaker = (draw) => {
  const base = draw.pick([colour(0xa9a59c), colour(0x8f8d88), colour(0xb8ab99), colour(0x787b80)]);
  const seed = draw.integer();
  const cracked = draw.chance(0.5);
  const level = draw.between(0.42, 0.58);
  return {
    mean: base,
    mark: colour(0x34332f),
    anchored: false,
    albedo(x, y, rgb, at) {
      const cloud = cloudNoise(x * 0.014, y * 0.014, seed, 4);
      const sand = latticeNoise(Math.floor(x * 1.1), Math.floor(y * 1.1), seed + 1) - 0.5;
      let tone = mix(0.74, 1.2, cloud) * (1 + 0.13 * sand);
      const cx = Math.floor(x / 13);
      const cy = Math.floor(y / 13);
      if (latticeNoise(cx, cy, seed + 2) > 0.72) {
        const hx = (cx + 0.3 + 0.4 * latticeNoise(cx, cy, seed + 3)) * 13 - x;
        const hy = (cy + 0.3 + 0.4 * latticeNoise(cx, cy, seed + 4)) * 13 - y;
        const radius = 0.5 + 2 * latticeNoise(cx, cy, seed + 5) * latticeNoise(cx, cy, seed + 6);
        tone *= mix(0.5, 1, smoothstep(radius * 0.6, radius + 0.7, Math.sqrt(hx * hx + hy * hy)));
      }
      if (cracked) {
        const ridge = Math.abs(cloudNoise(x * 0.008 + 40, y * 0.008, seed + 7, 4) - level);
        tone *= mix(0.55, 1, smoothstep(0.001, 0.006, ridge));
      }
      paint(rgb, at, base, tone);
    },
  };
};
