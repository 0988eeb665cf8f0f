import type { Rle } from '../masks/rle.ts';

/** Writes `value` wherever the mask, column-major runs of the same size, is 1. @param map row-major [height, width]. */
export function paintRuns(map: Uint16Array, { width, height, counts }: Rle, value: number): void {
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = position + (counts[i] ?? 0);
    if (i % 2 === 1) {
      let x = Math.floor(position / height);
      let y = position - x * height;
      for (let p = position; p < end; p++) {
        map[y * width + x] = value;
        if (++y === height) {
          y = 0;
          x++;
        }
      }
    }
    position = end;
  }
}
