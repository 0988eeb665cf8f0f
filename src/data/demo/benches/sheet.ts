import { smoothstep } from '../arithmetic.ts';
import { colour, scaled } from '../colour.ts';
import { cloudNoise, valueNoise } from '../noise.ts';
import { type BenchMaker, paint } from './bench.ts';

/** A drawn sheet of metal, bare or painted and rubbed through. */
export const sheetMetal: BenchMaker = (draw) => {
  const painted = draw.chance(0.4);
  const base = painted
    ? draw.pick([colour(0x51707a), colour(0x6d7a5a), colour(0x8c4a35)])
    : draw.pick([colour(0x8d9296), colour(0x6d7278), colour(0xa39c90)]);
  const seed = draw.integer();
  return {
    mean: scaled(base, 0.9),
    mark: colour(0x2c2d30),
    anchored: false,
    albedo(x, y, rgb, at) {
      const drawn =
        valueNoise(x * 0.012, y * 0.9, seed) - 0.5 + 0.6 * (valueNoise(x * 0.03, y * 1.9, seed + 1) - 0.5);
      const cloud = cloudNoise(x * 0.012, y * 0.012, seed + 2, 3);
      const band = valueNoise(x * 0.002, y * 0.02, seed + 3);
      if (!painted) {
        paint(rgb, at, base, (0.72 + 0.4 * band + 0.14 * cloud) * (1 + 0.2 * drawn));
        return;
      }
      const chip = smoothstep(0.7, 0.74, cloudNoise(x * 0.035, y * 0.035, seed + 4, 4));
      paint(rgb, at, base, (0.85 + 0.25 * cloud) * (1 + 0.05 * drawn));
      for (let c = 0; c < 3; c++)
        rgb[at + c] = (rgb[at + c] as number) * (1 - chip) + 0.33 * chip * (1 + 0.3 * drawn);
    },
  };
};
