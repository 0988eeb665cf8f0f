import { fract, smoothstep } from '../arithmetic.ts';
import { colour } from '../colour.ts';
import { cloudNoise } from '../noise.ts';
import { latticeNoise } from '../random.ts';
import { type BenchMaker, paintBlend } from './bench.ts';

const papers = [
  { base: colour(0x2c4a78), line: colour(0xc8d8ec) }, // blueprint
  { base: colour(0xe9e0cb), line: colour(0x7d93a8) }, // squared paper
  { base: colour(0xb8946a), line: colour(0x5b4630) }, // kraft
];

/** A workshop drawing: a frame, centre lines, a few circles of a part that is not there. */
export const drawing: BenchMaker = (draw) => {
  const { base, line } = draw.pick(papers);
  const seed = draw.integer();
  const circles = Array.from({ length: draw.whole(1, 3) }, () => {
    const radius = draw.between(26, 90);
    return [draw.between(0, 256), draw.between(0, 256), radius, radius * draw.between(0.35, 0.7)] as const;
  });
  const square = draw.between(17, 24);
  const stroke = (off: number) => smoothstep(1.1, 0.3, off);
  return {
    mean: base,
    mark: line,
    anchored: true,
    albedo(x, y, rgb, at) {
      const grid = Math.max(
        stroke(Math.abs(fract(x / square) - 0.5) * square),
        stroke(Math.abs(fract(y / square) - 0.5) * square),
      );
      let ink = 0.13 * grid;
      for (const [cx, cy, outer, inner] of circles) {
        const dx = x - cx;
        const dy = y - cy;
        const r = Math.sqrt(dx * dx + dy * dy);
        ink = Math.max(ink, 0.55 * stroke(Math.abs(r - outer)));
        // Dashed pitch circle and centre lines.
        ink = Math.max(ink, 0.35 * stroke(Math.abs(r - inner)) * (fract((dx + dy) / 14) < 0.6 ? 1 : 0));
        if (r < outer * 1.25) {
          const dash = fract((dx + dy) / 18) < 0.72 ? 0.4 : 0;
          ink = Math.max(ink, dash * stroke(Math.abs(dx)), dash * stroke(Math.abs(dy)));
        }
      }
      const cloud = cloudNoise(x * 0.012, y * 0.012, seed, 3);
      const pulp = latticeNoise(Math.floor(x * 0.9), Math.floor(y * 0.9), seed + 1) - 0.5;
      paintBlend(rgb, at, base, line, ink, (0.84 + 0.26 * cloud) * (1 + 0.05 * pulp));
    },
  };
};
