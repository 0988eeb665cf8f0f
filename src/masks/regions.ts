/**
 * Connected regions of a mask: parts, holes, and what a cut makes of it. 1s touch at corners too, 0s only at sides, so that
 * a line of 1s always parts two regions of 0s. All of it works on runs: the page does it while a person draws.
 */
import { componentsOf, connected } from './components.ts';
import { forEachRun } from './label-image.ts';
import { complement, maskDifference, maskIntersection, maskUnion } from './overlap.ts';
import { maskArea, type Rle, rleFromChanges } from './rle.ts';
import { rasteriseStroke } from './stroke.ts';

const largestFirst = (parts: readonly Rle[]): Rle[] =>
  parts
    .map((part) => ({ part, area: maskArea(part) }))
    .sort((a, b) => b.area - a.area)
    .map(({ part }) => part);

/** The connected parts of a mask (pixels that touch at a corner are connected), largest first. */
export const partsOf = (mask: Rle): Rle[] => largestFirst(componentsOf(mask));

/** What the mask encloses: what reaches the border of the image is no hole. */
const holesIn = (mask: Rle): Rle[] =>
  connected(complement(mask), 'sides').flatMap(({ mask: hole, atBorder }) => (atBorder ? [] : [hole]));

/** The hole of a mask that pixel (x, y) lies in; undefined where it lies in none. */
export function holeAt(mask: Rle, x: number, y: number): Rle | undefined {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return undefined;
  return holesIn(mask).find((hole) => covers(hole, column * mask.height + row));
}

function covers({ counts }: Rle, position: number): boolean {
  let end = 0;
  for (let i = 0; i < counts.length; i++) {
    end += counts[i];
    if (position < end) return i % 2 === 1;
  }
  return false;
}

/** All holes of a mask together; undefined where it has none. */
export function holesOf(mask: Rle): Rle | undefined {
  const holes = holesIn(mask);
  return holes.length > 0 ? maskUnion(holes) : undefined;
}

/** Half the width of a cut, in pixels: it parts regions that touch at corners. */
const CUT = 1.1;
/** Half the width of a line that has the pixels beside a cut in it. */
const BESIDE = CUT + 2;

/**
 * A mask cut along a line [x0, y0, x1, y1, ...]: its parts, largest first. Not a pixel is lost: those under the cut go
 * to the part that they are nearest to. One part where the line does not go through.
 */
export function cutMask(mask: Rle, line: ArrayLike<number>): Rle[] {
  const { width, height } = mask;
  const knife = rasteriseStroke(line, CUT, width, height);
  const parts = partsOf(maskDifference(mask, [knife]));
  if (parts.length <= componentsOf(mask).length) return [mask];
  const beside = rasteriseStroke(line, BESIDE, width, height);
  const owners = nearest(
    maskIntersection([mask, knife]),
    parts.map((part) => maskIntersection([part, beside])),
  );
  const grown = parts.map((part, i) => {
    const positions = owners.get(i) ?? [];
    // Two changes at one place undo each other: the run goes on.
    const changes = positions.sort((a, b) => a - b).flatMap((position) => [position, position + 1]);
    return changes.length > 0 ? maskUnion([part, rleFromChanges(changes, width, height)]) : part;
  });
  return largestFirst(grown);
}

/** Column-major positions of the 1s. */
function positionsOf(mask: Rle): number[] {
  const positions: number[] = [];
  forEachRun(mask, (x, from, to) => {
    for (let y = from; y < to; y++) positions.push(x * mask.height + y);
  });
  return positions;
}

/**
 * Which of the parts each pixel is nearest to, over other such pixels; crumbs that reach none go to the first.
 * @returns positions of pixels by the place of their part.
 */
function nearest(pixels: Rle, parts: readonly Rle[]): Map<number, number[]> {
  const { height } = pixels;
  const free = new Set(positionsOf(pixels));
  const owned = new Map<number, number[]>(parts.map((_, i) => [i, []]));
  let front = parts.flatMap((part, owner) => positionsOf(part).map((position) => ({ position, owner })));
  while (front.length > 0) {
    const reached: typeof front = [];
    for (const { position, owner } of front) {
      const row = position % height;
      for (let dx = -1; dx <= 1; dx++)
        for (let dy = -1; dy <= 1; dy++) {
          const next = position + dx * height + dy;
          if (row + dy < 0 || row + dy >= height || !free.delete(next)) continue;
          owned.get(owner)?.push(next);
          reached.push({ position: next, owner });
        }
    }
    front = reached;
  }
  owned.get(0)?.push(...free);
  return owned;
}
