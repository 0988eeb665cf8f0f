/**
 * Masks to polygons, the other way about: outlines that give the same pixels back when they are filled.
 *
 * The outline runs half-way between pixels that are in and pixels that are not, through the middles of the sides that
 * part them. No pixel's centre is nearer to it than a third of a pixel, so that what rounds numbers or leaves out points
 * that lie almost on a line does not move a pixel from one side to the other; this is checked, and undone where it does.
 */
import { componentsOf } from './components.ts';
import { forEachRun } from './label-image.ts';
import { rasterisePolygon } from './polygons.ts';
import { maskBox, type Rle } from './rle.ts';
import { type Ring, simplified } from './simplified.ts';

/** Points within this of a line are left out, in pixels: the first of these that keeps every pixel counts. */
const TOLERANCES = [0.5, 0.3] as const;

/** What becomes of an outline where it is going: numbers may be rounded there. */
type Kept = (outline: readonly number[]) => readonly number[];

/**
 * One polygon [x0, y0, x1, y1, ...] for each connected part of a mask, in pixels; a hole is reached by a cut that is gone
 * to and fro, and so encloses nothing. Filled even-odd, as `rasterisePolygon` does, they are the mask to the pixel.
 * @param kept as they will be read: what is left out must not change the mask then.
 */
export function outlinesOf(mask: Rle, kept: Kept = (outline) => outline): number[][] {
  return componentsOf(mask).map((part) => fewestPoints(ringsOf(part), part, kept));
}

/** One polygon for all of a mask: its parts are reached by cuts as well. Empty for an empty mask. */
export function outlineOf(mask: Rle, kept: Kept = (outline) => outline): number[] {
  return fewestPoints(componentsOf(mask).flatMap(ringsOf), mask, kept);
}

function fewestPoints(rings: readonly Ring[], mask: Rle, kept: Kept): number[] {
  for (const tolerance of TOLERANCES) {
    const few = joined(rings.map((ring) => simplified(ring, tolerance)));
    if (samePixels(kept(few), mask)) return few;
  }
  return joined(rings);
}

const samePixels = (polygon: readonly number[], { width, height, counts }: Rle): boolean => {
  const drawn = rasterisePolygon(polygon, width, height).counts;
  return drawn.length === counts.length && drawn.every((count, i) => count === counts[i]);
};

/** Unit steps with the inside on the right: right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** Closed outlines of a connected mask, the outer one first, through the middles of pixel sides. */
function ringsOf(mask: Rle): Ring[] {
  const [left, top, width, height] = maskBox(mask);
  const pixels = new Uint8Array(width * height);
  forEachRun(mask, (x, from, to) => {
    for (let y = from - top; y < to - top; y++) pixels[y * width + x - left] = 1;
  });
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && pixels[y * width + x] === 1;
  // Upper sides of pixels in the mask with nothing above: every ring has one, and goes along it from left to right.
  const gone = new Uint8Array(width * height);
  const rings: Ring[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!inside(x, y) || inside(x, y - 1) || gone[y * width + x] === 1) continue;
      rings.push(
        follow(x, y, inside, (px, py) => {
          gone[py * width + px] = 1;
        }).flatMap(([px, py]) => [left + px, top + py]),
      );
    }
  }
  // The first upper side that is met is that of the topmost row, which lies on the outer ring.
  return rings;
}

/** From the upper left corner of pixel (x, y) along the sides, round once. Corners that touch are joined, as `componentsOf` does. */
function follow(
  x: number,
  y: number,
  inside: (x: number, y: number) => boolean,
  mark: (x: number, y: number) => void,
): [number, number][] {
  const middles: [number, number][] = [];
  let [cx, cy, direction] = [x, y, 0];
  do {
    const [dx, dy] = STEPS[direction];
    middles.push([cx + dx / 2, cy + dy / 2]);
    if (direction === 0) mark(cx, cy);
    cx += dx;
    cy += dy;
    // Of the two pixels ahead of the corner: the one on the left decides first, so that corners belong together.
    const [aheadLeft, aheadRight] = ahead(cx, cy, direction);
    if (inside(...aheadLeft)) direction = (direction + 3) % 4;
    else if (!inside(...aheadRight)) direction = (direction + 1) % 4;
  } while (cx !== x || cy !== y || direction !== 0);
  return withoutStraight(middles);
}

/** The pixels to the left and right ahead of a corner that was reached in a direction. */
function ahead(x: number, y: number, direction: number): [[number, number], [number, number]] {
  switch (direction) {
    case 0:
      return [
        [x, y - 1],
        [x, y],
      ];
    case 1:
      return [
        [x, y],
        [x - 1, y],
      ];
    case 2:
      return [
        [x - 1, y],
        [x - 1, y - 1],
      ];
    default:
      return [
        [x - 1, y - 1],
        [x, y - 1],
      ];
  }
}

/** Points on the straight way from one to the next say nothing. */
function withoutStraight(ring: [number, number][]): [number, number][] {
  const kept = ring.filter(([x, y], i) => {
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length];
    const [bx, by] = ring[(i + 1) % ring.length];
    return (x - ax) * (by - y) !== (y - ay) * (bx - x);
  });
  return kept.length < 3 ? ring : kept;
}

/** One ring of several: from the first point of the outer ring to each hole, round it, and back the same way. */
function joined([outer = [], ...holes]: readonly Ring[]): number[] {
  const [x0, y0] = outer;
  return [...outer, ...holes.flatMap((hole) => [x0, y0, ...hole, hole[0], hole[1]])];
}
