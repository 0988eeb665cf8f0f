import { forEachRun } from './label-image.ts';
import { type Rle, rleFromChanges } from './rle.ts';

/** The connected parts of a mask (pixels touch at sides and corners), in the order of their first pixel down the columns. */
export function componentsOf(mask: Rle): Rle[] {
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
    while (before < start && runs[before].to < from) before++;
    for (let i = before; i < start && runs[i].from <= to; i++) {
      const [a, b] = [root(i), root(run)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  });
  const parts = new Map<number, number[]>();
  runs.forEach(({ x, from, to }, i) => {
    const key = root(i);
    const changes = parts.get(key) ?? [];
    changes.push(x * height + from, x * height + to);
    parts.set(key, changes);
  });
  return [...parts.values()].map((changes) => rleFromChanges(changes, width, height));
}
