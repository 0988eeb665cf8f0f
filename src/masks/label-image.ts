/** Images in which the value of a pixel says what it belongs to, as masks and back. */
import { type Rle, rleFromChanges } from './rle.ts';

/** Values of a pixel, row-major [height, width]; 0 is nothing. */
export interface LabelImage {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array | Uint16Array | Uint32Array;
}

/** The mask of every value but 0, in ascending order of value. One pass, however many there are. */
export function masksOfValues({ width, height, values }: LabelImage): Map<number, Rle> {
  const changes = new Map<number, number[]>();
  const note = (value: number, position: number): void => {
    if (value === 0) return;
    const list = changes.get(value);
    if (list) list.push(position);
    else changes.set(value, [position]);
  };
  let before = 0;
  for (let x = 0, position = 0; x < width; x++) {
    for (let y = 0, i = x; y < height; y++, i += width, position++) {
      const value = values[i];
      if (value === before) continue;
      note(before, position);
      note(value, position);
      before = value;
    }
  }
  return new Map(
    [...changes]
      .sort(([a], [b]) => a - b)
      .map(([value, positions]) => [value, rleFromChanges(positions, width, height)]),
  );
}

/** Writes a value wherever a mask is; what was there is written over. */
export function paintValue(values: LabelImage['values'], mask: Rle, value: number): void {
  forEachRun(mask, (x, from, to) => {
    for (let y = from; y < to; y++) values[y * mask.width + x] = value;
  });
}

/** The value that most pixels of a mask have; of equals, the smallest. */
export function commonestValue({ values, width }: LabelImage, mask: Rle): number {
  const counts = new Map<number, number>();
  forEachRun(mask, (x, from, to) => {
    for (let y = from; y < to; y++) {
      const value = values[y * width + x];
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  });
  let best = 0;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most || (count === most && value < best)) {
      best = value;
      most = count;
    }
  }
  return best;
}

/** Runs of 1s, cut where a column ends: rows `from` to before `to` of column `x`. */
export function forEachRun(
  { counts, height }: Rle,
  visit: (x: number, from: number, to: number) => void,
): void {
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = position + counts[i];
    if (i % 2 === 1) {
      for (let at = position; at < end; ) {
        const x = Math.floor(at / height);
        const stop = Math.min(end, (x + 1) * height);
        visit(x, at - x * height, stop - x * height);
        at = stop;
      }
    }
    position = end;
  }
}
