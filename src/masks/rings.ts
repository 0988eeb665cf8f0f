/** From masks to polygons and back, for editing their corners. */
import { maskDifference, maskIntersection, maskUnion } from './overlap.ts';
import { rasterisePolygon } from './polygons.ts';
import { maskBox, type Rle, rleFromChanges } from './rle.ts';
import type { Ring } from './simplified.ts';
import { rasteriseStroke } from './stroke.ts';

/** Pixels that lie in an odd number of masks. @throws RangeError where there are none. */
export function maskOdd(masks: readonly Rle[]): Rle {
  const [first] = masks;
  if (!first) throw new RangeError('Merging needs at least one mask.');
  const changes: number[] = [];
  for (const { counts } of masks) {
    let position = 0;
    for (let i = 0; i < counts.length - 1; i++) {
      position += counts[i];
      changes.push(position);
    }
  }
  return rleFromChanges(Float64Array.from(changes).sort(), first.width, first.height);
}

/**
 * The borders of a mask as rings along pixel edges: its outsides and its holes. Regions that touch at a corner only are
 * apart. Rasterised together (an odd number of rings is inside) they give the mask again.
 */
export function ringsOf(mask: Rle): number[][] {
  const { height } = mask;
  const [left, top, w, h] = maskBox(mask);
  if (w === 0) return [];
  // Pixels of the box with a margin; true corners lie between them.
  const stride = w + 2;
  const bits = new Uint8Array(stride * (h + 2));
  let position = 0;
  mask.counts.forEach((count, i) => {
    if (i % 2 === 1)
      for (let p = position; p < position + count; p++) {
        const column = Math.floor(p / height);
        bits[(p - column * height - top + 1) * stride + column - left + 1] = 1;
      }
    position += count;
  });
  const inside = (x: number, y: number): boolean => bits[(y + 1) * stride + x + 1] === 1;
  // Directed edges with the mask to their right: east above a pixel, south right of it, west below it, north left.
  const steps = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ] as const;
  const edge = (x: number, y: number, direction: number): boolean => {
    if (direction === 0) return inside(x, y) && !inside(x, y - 1);
    if (direction === 1) return inside(x - 1, y) && !inside(x, y);
    if (direction === 2) return inside(x - 1, y - 1) && !inside(x - 1, y);
    return inside(x, y - 1) && !inside(x - 1, y - 1);
  };
  const seen = new Set<number>();
  const key = (x: number, y: number, direction: number): number => (y * (w + 1) + x) * 4 + direction;
  const rings: number[][] = [];
  for (let y = 0; y <= h; y++)
    for (let x = 0; x <= w; x++) {
      if (!edge(x, y, 0) || seen.has(key(x, y, 0))) continue;
      const ring: number[] = [];
      let [atX, atY, direction] = [x, y, 0];
      let before = -1;
      do {
        seen.add(key(atX, atY, direction));
        if (direction !== before) ring.push(left + atX, top + atY);
        before = direction;
        atX += steps[direction][0];
        atY += steps[direction][1];
        // Right turns first: pixels that touch at a corner only are apart.
        const way = [1, 0, 3].map((turn) => (direction + turn) % 4).find((next) => edge(atX, atY, next));
        direction = way ?? direction;
      } while (!(atX === x && atY === y && direction === 0));
      rings.push(ring);
    }
  return rings;
}

/** Around edges that moved, the polygon is believed; elsewhere the mask: simplifying a ring must not change it. */
const BELIEVED = 1.5;

/**
 * A mask whose ring was edited: only where the ring changed does the mask.
 * @param edges what became what: [x0, y0, ...] of the edges before and after.
 */
export function withRing(
  mask: Rle,
  before: Ring,
  after: Ring,
  edges: { readonly before: Ring; readonly after: Ring },
): Rle {
  const { width, height } = mask;
  const [old, fresh] = [before, after].map((ring) => rasterisePolygon(ring, width, height));
  const zone = maskUnion([
    maskOdd([old, fresh]),
    rasteriseStroke(edges.before, BELIEVED, width, height),
    rasteriseStroke(edges.after, BELIEVED, width, height),
  ]);
  // A hole's ring bounds the outside: what it encloses is what the mask lacks.
  const hole = ringArea(before) < 0;
  const filled = hole ? maskDifference(zone, [fresh]) : maskIntersection([zone, fresh]);
  return maskUnion([maskDifference(mask, [zone]), filled]);
}

/** Positive for an outside as `ringsOf` gives it, negative for a hole. */
export function ringArea(ring: Ring): number {
  let area = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    area += ring[i] * ring[next + 1] - ring[next] * ring[i + 1];
  }
  return area / 2;
}
