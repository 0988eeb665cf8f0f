import { cosine, fract } from '../arithmetic.ts';
import { blend, colour, scaled } from '../colour.ts';
import { cloudNoise, valueNoise } from '../noise.ts';
import { latticeNoise } from '../random.ts';
import { type BenchMaker, paint } from './bench.ts';

const cloths = [
  { warp: colour(0xd8cbb2), weft: colour(0xc4b498) }, // linen
  { warp: colour(0x3f5878), weft: colour(0x8c9db2) }, // denim
  { warp: colour(0x6f7458), weft: colour(0x5c6149) }, // canvas
  { warp: colour(0x9a4b3c), weft: colour(0xb06a55) }, // shop rag
];

/** A woven cloth with soft folds: threads over and under in turn. */
export const cloth: BenchMaker = (draw) => {
  const { warp, weft } = draw.pick(cloths);
  const seed = draw.integer();
  const thread = draw.between(2.6, 3.6);
  const shift = draw.pick([1, 2]);
  return {
    mean: scaled(blend(warp, weft, 0.5), 0.85),
    mark: colour(0xefe9da),
    anchored: false,
    albedo(x, y, rgb, at) {
      const sway = 2.5 * valueNoise(x * 0.012, y * 0.012, seed + 9);
      const tx = x / thread + sway;
      const ty = y / thread + sway;
      const ix = Math.floor(tx);
      const iy = Math.floor(ty);
      const over = (ix + shift * iy) % (shift + 1) === 0;
      const across = over ? fract(tx) : fract(ty);
      const round = 0.72 + 0.28 * (0.5 - 0.5 * cosine(across));
      const own = over ? latticeNoise(ix, iy >> 3, seed) : latticeNoise(ix >> 3, iy, seed + 1);
      const fold = cloudNoise(x * 0.009, y * 0.009, seed + 2, 2);
      paint(rgb, at, over ? warp : weft, round * (0.8 + 0.2 * own) * (0.68 + 0.6 * fold));
    },
  };
};
