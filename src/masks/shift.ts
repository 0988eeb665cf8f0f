import { type Rle, rleFromChanges } from './rle.ts';

/** A mask moved by whole pixels, in an image of another size perhaps; what leaves it is cut off. */
export function shifted(mask: Rle, right: number, down: number, width: number, height: number): Rle {
  const changes: number[] = [];
  let position = 0;
  for (let i = 0; i < mask.counts.length; i++) {
    const end = position + mask.counts[i];
    if (i % 2 === 1) {
      for (let at = position; at < end; ) {
        const column = Math.floor(at / mask.height);
        const stop = Math.min(end, (column + 1) * mask.height);
        const x = column + right;
        const from = Math.max(0, at - column * mask.height + down);
        const to = Math.min(height, stop - column * mask.height + down);
        if (x >= 0 && x < width && to > from) changes.push(x * height + from, x * height + to);
        at = stop;
      }
    }
    position = end;
  }
  return rleFromChanges(changes, width, height);
}
