/** Brush strokes to masks. */
import { type Rle, rleFromChanges } from './rle.ts';

/**
 * Pixels whose centres lie within `radius` pixels of the line through `points` [x0, y0, x1, y1, ...]; a single point
 * gives a disc. Coordinates in pixels, the centre of the first pixel at (.5, .5).
 */
export function rasteriseStroke(
  points: ArrayLike<number>,
  radius: number,
  width: number,
  height: number,
): Rle {
  const columns = new Map<number, [from: number, to: number][]>();
  const corners = Math.floor(points.length / 2);
  for (let i = 0; i < Math.max(1, corners - 1) && corners > 0; i++) {
    const next = Math.min(i + 1, corners - 1);
    const piece = {
      ax: points[2 * i],
      ay: points[2 * i + 1],
      bx: points[2 * next],
      by: points[2 * next + 1],
    };
    const first = Math.max(0, Math.ceil(Math.min(piece.ax, piece.bx) - radius - 0.5));
    const last = Math.min(width - 1, Math.floor(Math.max(piece.ax, piece.bx) + radius - 0.5));
    for (let x = first; x <= last; x++) {
      const [top, bottom] = extent(piece, radius, x + 0.5);
      const from = Math.max(0, Math.ceil(top - 0.5));
      const to = Math.min(height, Math.floor(bottom - 0.5) + 1);
      if (to <= from) continue;
      const column = columns.get(x);
      if (column) column.push([from, to]);
      else columns.set(x, [[from, to]]);
    }
  }
  const changes: number[] = [];
  for (const x of [...columns.keys()].sort((a, b) => a - b)) {
    const spans = (columns.get(x) ?? []).sort(([a], [b]) => a - b);
    let [from, to] = spans[0];
    for (const [start, end] of spans) {
      if (start > to) {
        changes.push(x * height + from, x * height + to);
        from = start;
      }
      to = start > to ? end : Math.max(to, end);
    }
    changes.push(x * height + from, x * height + to);
  }
  return rleFromChanges(changes, width, height);
}

interface Piece {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

/** Where the column at `x` enters and leaves the piece widened by `radius`: two discs and the rectangle between. */
function extent({ ax, ay, bx, by }: Piece, radius: number, x: number): [top: number, bottom: number] {
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  const include = (low: number, high: number): void => {
    top = Math.min(top, low);
    bottom = Math.max(bottom, high);
  };
  for (const [cx, cy] of [
    [ax, ay],
    [bx, by],
  ]) {
    const half = radius ** 2 - (x - cx) ** 2;
    if (half >= 0) include(cy - Math.sqrt(half), cy + Math.sqrt(half));
  }
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return [top, bottom];
  // The rectangle's two long sides.
  for (const side of [-1, 1]) {
    const dx = (side * radius * (ay - by)) / length;
    const dy = (side * radius * (bx - ax)) / length;
    const along = (x - ax - dx) / (bx - ax);
    if (along >= 0 && along <= 1) include(ay + dy + along * (by - ay), ay + dy + along * (by - ay));
  }
  return [top, bottom];
}
