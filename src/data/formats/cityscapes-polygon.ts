import { type Rle, rleFromChanges } from '../../masks/rle.ts';

/**
 * Fills a polygon as the official scripts do, which draw with Pillow: corners are pixels, not points between them; a row
 * is filled from one edge to the next, both rounded to the nearest pixel and included (Pillow, libImaging/Draw.c,
 * polygon_generic). So neighbours overlap by their edges, and the later one has them.
 * @param corners [x0, y0, x1, y1, ...]; fractions are cut off.
 */
export function fillPolygon(corners: readonly number[], width: number, height: number): Rle {
  const points = corners.map(Math.trunc);
  const ys = points.filter((_, i) => i % 2 === 1);
  const last = ys.reduce((most, y) => Math.max(most, y), Number.NEGATIVE_INFINITY);
  const rows = Array.from({ length: height }, (): number[] => []);
  const filled = new Map<number, [from: number, to: number][]>();
  const fill = (y: number, from: number, to: number): void => {
    for (let x = Math.max(0, from); x <= Math.min(width - 1, to); x++) {
      const column = filled.get(x);
      const run = column?.at(-1);
      // Rows come from above: a run goes on, or another begins.
      if (!column) filled.set(x, [[y, y + 1]]);
      else if (run && run[1] >= y) run[1] = Math.max(run[1], y + 1);
      else column.push([y, y + 1]);
    }
  };
  const flat = new Map<number, [from: number, to: number][]>();
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    const [ax, ay, bx, by] = [points[i], points[i + 1], points[j], points[j + 1]];
    if (ay === by) flat.set(ay, [...(flat.get(ay) ?? []), [Math.min(ax, bx), Math.max(ax, bx)]]);
    const [top, bottom] = [Math.min(ay, by), Math.max(ay, by)];
    if (ay === by) continue;
    for (let y = Math.max(0, top); y <= Math.min(height - 1, bottom); y++) {
      const x = ax + ((y - ay) * (bx - ax)) / (by - ay);
      rows[y].push(x);
      // An edge that ends here counts twice, so that one which goes on from it counts once more.
      if (y === bottom && y < last) rows[y].push(x);
    }
  }
  rows.forEach((crossings, y) => {
    crossings.sort((a, b) => a - b);
    const spans: [number, number][] = [...(flat.get(y) ?? [])];
    for (let i = 1; i < crossings.length; i += 2)
      spans.push([Math.floor(crossings[i - 1] + 0.5), Math.ceil(crossings[i] - 0.5)]);
    for (const [from, to] of spans) fill(y, from, to);
  });
  const changes = [...filled]
    .sort(([a], [b]) => a - b)
    .flatMap(([x, runs]) => runs.flatMap(([from, to]) => [x * height + from, x * height + to]));
  return rleFromChanges(changes, width, height);
}
