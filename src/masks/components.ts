import { forEachRun } from './label-image.ts';
import { type Rle, rleFromChanges } from './rle.ts';

/** A connected part of a mask. */
interface Component {
  readonly mask: Rle;
  /** Whether one of its pixels lies at the border of the image. */
  readonly atBorder: boolean;
}

/**
 * The connected parts of a mask, in the order of their first pixel down the columns. Works on runs, so a large object
 * costs no more than its outline.
 * @param touch whether pixels that share a corner are connected, or only those that share a side.
 */
export function connected(mask: Rle, touch: 'corners' | 'sides'): Component[] {
  const { width, height } = mask;
  const runs: { readonly x: number; readonly from: number; readonly to: number }[] = [];
  const parent: number[] = [];
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  // Rows that lie between two runs of neighbouring columns that are connected.
  const gap = touch === 'corners' ? 0 : 1;
  let column = -1;
  let start = 0;
  let before = 0;
  forEachRun(mask, (x, from, to) => {
    if (x !== column) {
      before = x === column + 1 ? start : runs.length;
      start = runs.length;
      column = x;
    }
    const run = runs.length;
    runs.push({ x, from, to });
    parent.push(run);
    // Runs of the column before come in order: those that end above this one are of no more use.
    while (before < start && runs[before].to < from + gap) before++;
    for (let i = before; i < start && runs[i].from <= to - gap; i++) {
      const [a, b] = [root(i), root(run)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  });
  const parts = new Map<number, { readonly changes: number[]; atBorder: boolean }>();
  runs.forEach(({ x, from, to }, i) => {
    const key = root(i);
    const part = parts.get(key) ?? { changes: [], atBorder: false };
    part.changes.push(x * height + from, x * height + to);
    part.atBorder ||= x === 0 || x === width - 1 || from === 0 || to === height;
    parts.set(key, part);
  });
  return [...parts.values()].map(({ changes, atBorder }) => ({
    mask: rleFromChanges(changes, width, height),
    atBorder,
  }));
}

/** The connected parts of a mask (pixels touch at sides and corners), in the order of their first pixel down the columns. */
export const componentsOf = (mask: Rle): Rle[] => connected(mask, 'corners').map((part) => part.mask);
