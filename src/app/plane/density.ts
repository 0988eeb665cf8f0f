import type { CandidateTable } from '../../metrics/candidates.ts';
import { along } from './axes.ts';

/** A line of equal density. */
export interface Contour {
  /** Part of the candidates inside it. */
  readonly share: number;
  /** x and y of both ends of each piece, as parts of the plane's side from its lower left corner. */
  readonly pieces: Float32Array;
}

/** Cells a side: fine enough to show two clouds as two. */
const CELLS = 48;
/** Standard deviation of the smoothing, in cells. */
const SPREAD = 1.3;
const SHARES = [0.25, 0.5, 0.75, 0.95] as const;

/** Where the candidates crowd: lines that enclose the densest quarter of them, the densest half, and so on. */
export function densityContours({ count, classQuality, maskQuality }: CandidateTable): Contour[] {
  const counts = new Float64Array(CELLS * CELLS);
  const cellOf = (quality: number): number => Math.min(CELLS - 1, Math.floor(along(quality) * CELLS));
  for (let row = 0; row < count; row++) {
    const cell = cellOf(maskQuality[row]) * CELLS + cellOf(classQuality[row]);
    if (!Number.isNaN(cell)) counts[cell]++;
  }
  const density = smoothed(counts);
  const levels = levelsOf(density);
  return SHARES.map((share, i) => ({ share, pieces: piecesAt(density, levels[i]) }));
}

/** Gaussian, along both axes; the plane's edges reflect, so that what crowds against them stays there. */
function smoothed(counts: Float64Array): Float64Array {
  const reach = Math.ceil(3 * SPREAD);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / SPREAD) ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const inside = (i: number): number => (i < 0 ? -i - 1 : i >= CELLS ? 2 * CELLS - 1 - i : i);
  const pass = (from: Float64Array, across: number, along: number): Float64Array => {
    const to = new Float64Array(from.length);
    for (let line = 0; line < CELLS; line++)
      for (let at = 0; at < CELLS; at++) {
        let value = 0;
        for (let i = -reach; i <= reach; i++)
          value += weights[i + reach] * from[line * across + inside(at + i) * along];
        to[line * across + at * along] = value / sum;
      }
    return to;
  };
  return pass(pass(counts, CELLS, 1), 1, CELLS);
}

/** The density down to which the densest cells hold each share of all. */
function levelsOf(density: Float64Array): number[] {
  const falling = density.slice().sort().reverse();
  const all = falling.reduce((sum, value) => sum + value, 0);
  const levels: number[] = [];
  let held = 0;
  for (const value of falling) {
    held += value;
    while (levels.length < SHARES.length && held >= SHARES[levels.length] * all) levels.push(value);
  }
  return levels;
}

/** Marching squares between cell centres; cells beyond the edge count as empty, so that lines close. */
function piecesAt(density: Float64Array, level: number | undefined): Float32Array {
  if (level === undefined || !(level > 0)) return new Float32Array();
  const at = (u: number, v: number): number =>
    u < 0 || v < 0 || u >= CELLS || v >= CELLS ? 0 : density[v * CELLS + u];
  const pieces: number[] = [];
  const place = (cell: number): number => Math.min(1, Math.max(0, (cell + 0.5) / CELLS));
  for (let v = -1; v < CELLS; v++)
    for (let u = -1; u < CELLS; u++) {
      // Corners counter-clockwise from the lower left; crossings lie on the edges between them.
      const corners = [
        [u, v, at(u, v)],
        [u + 1, v, at(u + 1, v)],
        [u + 1, v + 1, at(u + 1, v + 1)],
        [u, v + 1, at(u, v + 1)],
      ] as const;
      const crossings: number[] = [];
      corners.forEach(([u0, v0, d0], i) => {
        const [u1, v1, d1] = corners[(i + 1) % 4] ?? corners[0];
        if (d0 >= level === d1 >= level) return;
        const part = (level - d0) / (d1 - d0);
        crossings.push(place(u0 + part * (u1 - u0)), place(v0 + part * (v1 - v0)));
      });
      // Two crossings are a piece; four are a saddle, cut into two.
      pieces.push(...crossings);
    }
  return Float32Array.from(pieces);
}
