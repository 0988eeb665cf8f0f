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
  const around = padded(density);
  return SHARES.map((share, i) => ({ share, pieces: piecesAt(around, levels[i]) }));
}

/** Gaussian, along both axes; the plane's edges reflect, so that what crowds against them stays there. */
function smoothed(counts: Float64Array): Float64Array {
  const reach = Math.ceil(3 * SPREAD);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / SPREAD) ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  /** The cell that each place from `reach` before the first to `reach` beyond the last falls into. */
  const inside = Int32Array.from({ length: CELLS + 2 * reach }, (_, i) => {
    const at = i - reach;
    return at < 0 ? -at - 1 : at >= CELLS ? 2 * CELLS - 1 - at : at;
  });
  const pass = (from: Float64Array, across: number, along: number): Float64Array => {
    const to = new Float64Array(from.length);
    for (let line = 0; line < CELLS; line++)
      for (let at = 0; at < CELLS; at++) {
        let value = 0;
        for (let i = 0; i < weights.length; i++)
          value += weights[i] * from[line * across + inside[at + i] * along];
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

/** Cells a side with one beyond each edge. */
const PADDED = CELLS + 2;
/** Corners of a square, counter-clockwise from the lower left: steps to the right and up. */
const RIGHT = [0, 1, 1, 0] as const;
const UP = [0, 0, 1, 1] as const;

/** Cells beyond the edge count as empty, so that lines close. */
function padded(density: Float64Array): Float64Array {
  const to = new Float64Array(PADDED * PADDED);
  for (let v = 0; v < CELLS; v++) to.set(density.subarray(v * CELLS, (v + 1) * CELLS), (v + 1) * PADDED + 1);
  return to;
}

/**
 * Marching squares between cell centres. Nothing is allocated per square: there are thousands, drawn anew while
 * training takes every core.
 * @param density as `padded` gives it.
 */
function piecesAt(density: Float64Array, level: number | undefined): Float32Array {
  if (level === undefined || !(level > 0)) return new Float32Array();
  const pieces: number[] = [];
  const place = (cell: number): number => Math.min(1, Math.max(0, (cell - 0.5) / CELLS));
  for (let v = 0; v + 1 < PADDED; v++)
    for (let u = 0; u + 1 < PADDED; u++) {
      const at = v * PADDED + u;
      const dense = density[at] >= level;
      if (
        density[at + 1] >= level === dense &&
        density[at + PADDED] >= level === dense &&
        density[at + PADDED + 1] >= level === dense
      )
        continue;
      // Crossings lie on the edges between corners: two are a piece, four are a saddle, cut into two.
      for (let i = 0; i < 4; i++) {
        const next = (i + 1) % 4;
        const from = density[at + UP[i] * PADDED + RIGHT[i]];
        const to = density[at + UP[next] * PADDED + RIGHT[next]];
        if (from >= level === to >= level) continue;
        const part = (level - from) / (to - from);
        pieces.push(
          place(u + RIGHT[i] + part * (RIGHT[next] - RIGHT[i])),
          place(v + UP[i] + part * (UP[next] - UP[i])),
        );
      }
    }
  return Float32Array.from(pieces);
}
