import type { CandidateTable } from '../../metrics/candidates.ts';

/** Where each candidate lies in the plane, in CSS pixels; NaN for a candidate without a quality. */
export interface Places {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The candidate nearest to a point, within `reach` of it; undefined where there is none. */
export function nearest({ xs, ys }: Places, point: Point, reach: number): number | undefined {
  let found: number | undefined;
  let least = reach * reach;
  for (let row = 0; row < xs.length; row++) {
    const distance = (xs[row] - point.x) ** 2 + (ys[row] - point.y) ** 2;
    // So that what is no number is never near.
    if (!(distance <= least)) continue;
    least = distance;
    found = row;
  }
  return found;
}

/** Candidates within a closed line, by the rule of odd crossings. */
export function inside({ xs, ys }: Places, line: readonly Point[]): number[] {
  const rows: number[] = [];
  for (let row = 0; row < xs.length; row++) {
    const [x, y] = [xs[row], ys[row]];
    let odd = false;
    line.forEach((from, i) => {
      const to = line[(i + 1) % line.length] ?? from;
      if (from.y > y === to.y > y) return;
      if (x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)) odd = !odd;
    });
    if (odd) rows.push(row);
  }
  return rows;
}

/**
 * The next candidate in a direction, for the arrow keys: of those that lie within 45 degrees of it, the nearest; the
 * first of all where none is chosen yet.
 */
export function towards(
  { xs, ys }: Places,
  from: number | undefined,
  direction: readonly [x: number, y: number],
): number | undefined {
  if (from === undefined) return xs.findIndex((x, row) => !Number.isNaN(x + ys[row]));
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < xs.length; row++) {
    const [dx, dy] = [xs[row] - xs[from], ys[row] - ys[from]];
    const ahead = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1] - dy * direction[0]);
    if (!(ahead > 0.01 && aside <= ahead && ahead + aside < least)) continue;
    least = ahead + aside;
    found = row;
  }
  return found;
}

/** The same candidates in a later table, in their order: those whose images have not been looked at anew since. */
export function carriedOver(rows: readonly number[], from: CandidateTable, to: CandidateTable): number[] {
  if (from === to) return [...rows];
  const images = new Set(rows.map((row) => from.image[row]));
  const name = ({ image, place, step }: CandidateTable, row: number) =>
    `${image[row]} ${place[row]} ${step[row]}`;
  const there = new Map<string, number>();
  for (let row = 0; row < to.count; row++) if (images.has(to.image[row])) there.set(name(to, row), row);
  return rows.map((row) => there.get(name(from, row))).filter((row) => row !== undefined);
}
