import { fract, mix, smoothstep } from '../arithmetic.ts';
import { blend, colour } from '../colour.ts';
import { cloudNoise, valueNoise } from '../noise.ts';
import { latticeNoise } from '../random.ts';
import { type BenchMaker, paintBlend } from './bench.ts';

const woods = [
  { light: colour(0xd9b588), dark: colour(0xb98d5c) }, // beech
  { light: colour(0xc79a66), dark: colour(0x8f6236) }, // oak, oiled
  { light: colour(0x8a5f40), dark: colour(0x5a3a25) }, // walnut
  { light: colour(0xe4cda6), dark: colour(0xcaa873) }, // birch ply
];

/** Planks with growth rings, fibres and joints; the grain runs along x. */
export const wood: BenchMaker = (draw) => {
  const { light, dark } = draw.pick(woods);
  const seed = draw.integer();
  const plank = draw.between(70, 130);
  const rings = draw.between(0.05, 0.1);
  const joints = draw.chance(0.75);
  return {
    mean: blend(light, dark, 0.45),
    mark: colour(0x3b3936),
    anchored: false,
    albedo(x, y, rgb, at) {
      const row = joints ? Math.floor(y / plank) : 0;
      const own = latticeNoise(row, 5, seed);
      const gx = x + own * 900;
      const warp =
        3.2 * valueNoise(gx * 0.006, y * 0.022 + own * 40, seed) +
        0.5 * valueNoise(gx * 0.02, y * 0.07, seed + 3);
      const ring = fract((y * rings + warp) * 1.15);
      const late = smoothstep(0.35, 0.95, ring) * smoothstep(1, 0.96, ring);
      const fibre = valueNoise(gx * 0.03, y * 1.1, seed + 11) - 0.5;
      const pore = smoothstep(0.8, 0.95, valueNoise(gx * 0.05, y * 0.75, seed + 23));
      const t = 0.12 + 0.55 * late * (0.6 + 0.4 * own) + 0.28 * cloudNoise(gx * 0.01, y * 0.03, seed + 31, 2);
      const tone = (0.9 + 0.2 * own) * (1 + 0.16 * fibre) * (1 - 0.2 * pore);
      paintBlend(rgb, at, light, dark, t, tone);
      if (joints) {
        const edge = Math.abs(fract(y / plank + 0.5) - 0.5) * plank;
        const gap = mix(0.3, 1, smoothstep(0.5, 1.6, edge)) * mix(0.9, 1, smoothstep(1, 6, edge));
        for (let c = 0; c < 3; c++) rgb[at + c] = (rgb[at + c] as number) * gap;
      }
    },
  };
};
