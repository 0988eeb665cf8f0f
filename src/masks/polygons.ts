/**
 * Polygons to masks, equal to pycocotools' rasterisation to the pixel (rleFrPoly in cocodataset/cocoapi, common/maskApi.c).
 *
 * The boundary is walked on a grid five times finer than the pixels. Where the walk passes a column's centre line, the mask
 * changes its value from that height on. All changes, sorted, are the mask; two at the same place undo each other, which makes
 * the filling rule even-odd.
 */
import { maskUnion } from './overlap.ts';
import { type Rle, rleFromChanges } from './rle.ts';

/** Fine steps per pixel. */
const FINE = 5;
/** A pixel's centre, in fine steps from its edge. */
const CENTRE = 2;

/**
 * Pixels inside any of the polygons, each [x0, y0, x1, y1, ...] in pixels, closed by itself.
 * @throws RangeError where there is no polygon.
 */
export function rasterisePolygons(
  polygons: readonly ArrayLike<number>[],
  width: number,
  height: number,
): Rle {
  return maskUnion(polygons.map((polygon) => rasterisePolygon(polygon, width, height)));
}

export function rasterisePolygon(polygon: ArrayLike<number>, width: number, height: number): Rle {
  const changes: number[] = [];
  const crossing = (left: number, upper: number) => {
    const column = (left - CENTRE) / FINE;
    if (!Number.isInteger(column) || column < 0 || column >= width) return;
    const row = Math.min(Math.max(Math.ceil((upper - CENTRE) / FINE), 0), height);
    changes.push(column * height + row);
  };
  const corners = Math.floor(polygon.length / 2);
  const walk = new BoundaryWalk(crossing);
  for (let i = 0; i < corners; i++) {
    const next = (i + 1) % corners;
    walk.along(
      toFine(polygon[2 * i]),
      toFine(polygon[2 * i + 1]),
      toFine(polygon[2 * next]),
      toFine(polygon[2 * next + 1]),
    );
  }
  return rleFromChanges(Float64Array.from(changes).sort(), width, height);
}

/** Rounds as C's conversion of `5x + 0.5` to int does: halves up, but towards zero below it. */
function toFine(coordinate: number | undefined): number {
  return Math.trunc(FINE * (coordinate ?? 0) + 0.5);
}

/** Follows straight edges point by point and reports every sideways step: its left point's x, its upper point's y. */
class BoundaryWalk {
  private readonly crossing: (left: number, upper: number) => void;
  private started = false;
  private x = 0;
  private y = 0;

  constructor(crossing: (left: number, upper: number) => void) {
    this.crossing = crossing;
  }

  /** One point per fine step along the longer axis. Always computed from the lower end, so that both directions agree. */
  along(fromX: number, fromY: number, toX: number, toY: number): void {
    const across = Math.abs(toX - fromX);
    const down = Math.abs(toY - fromY);
    const steps = Math.max(across, down);
    if (steps === 0) {
      this.step(fromX, fromY);
      return;
    }
    const flat = across >= down;
    const backwards = flat ? fromX > toX : fromY > toY;
    const x = backwards ? toX : fromX;
    const y = backwards ? toY : fromY;
    const slope = ((flat ? toY - fromY : toX - fromX) * (backwards ? -1 : 1)) / steps;
    for (let i = 0; i <= steps; i++) {
      const t = backwards ? steps - i : i;
      if (flat) this.step(x + t, Math.trunc(y + slope * t + 0.5));
      else this.step(Math.trunc(x + slope * t + 0.5), y + t);
    }
  }

  private step(x: number, y: number): void {
    if (this.started && x !== this.x) this.crossing(x < this.x ? x : x - 1, Math.min(y, this.y));
    this.started = true;
    this.x = x;
    this.y = y;
  }
}
