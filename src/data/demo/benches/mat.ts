import { fract, smoothstep } from '../arithmetic.ts';
import { blend, colour } from '../colour.ts';
import { cloudNoise } from '../noise.ts';
import { latticeNoise } from '../random.ts';
import { type BenchMaker, paintBlend } from './bench.ts';

const mats = [
  { base: colour(0x1f5c54), line: colour(0xb9d6c4) },
  { base: colour(0x27506f), line: colour(0xc4d8e4) },
  { base: colour(0x3a3d42), line: colour(0xb5b3a8) },
  { base: colour(0x6a2f33), line: colour(0xe0bfae) },
];

function line(position: number, period: number, width: number): number {
  const off = Math.abs(fract(position / period + 0.5) - 0.5) * period;
  return smoothstep(width + 0.5, Math.max(0, width - 0.5), off);
}

/** A self-healing cutting mat with a printed grid. */
export const cuttingMat: BenchMaker = (draw) => {
  const { base, line: ink } = draw.pick(mats);
  const seed = draw.integer();
  const major = draw.between(36, 54);
  const parts = draw.pick([2, 4, 5]);
  const diagonal = draw.chance(0.4);
  return {
    mean: blend(base, ink, 0.04),
    mark: blend(base, ink, 0.6),
    anchored: false,
    albedo(x, y, rgb, at) {
      const worn = cloudNoise(x * 0.02, y * 0.02, seed, 3);
      const speck = latticeNoise(Math.floor(x * 1.3), Math.floor(y * 1.3), seed);
      const tone = 0.86 + 0.24 * worn + 0.07 * (speck - 0.5);
      const big = Math.max(line(x, major, 0.55), line(y, major, 0.55)) * 0.4;
      const small = Math.max(line(x, major / parts, 0.3), line(y, major / parts, 0.3)) * 0.12;
      const slant = diagonal ? line((x - y) * Math.SQRT1_2, major * 4, 0.45) * 0.28 : 0;
      paintBlend(rgb, at, base, ink, Math.max(big, small, slant) * (0.55 + 0.6 * worn), tone);
    },
  };
};
