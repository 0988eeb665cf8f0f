/** Corners [x0, y0, x1, y1, ...] in pixels, closed by itself. */
export type Ring = readonly number[];

/** Fewer corners, none further than `tolerance` pixels from the ring (Douglas and Peucker, 1973). */
export function simplified(ring: Ring, tolerance: number): number[] {
  const count = ring.length / 2;
  if (count <= 4) return [...ring];
  // Two corners far apart stand; between them the others are judged.
  let far = 0;
  let most = -1;
  for (let i = 1; i < count; i++) {
    const distance = Math.hypot(ring[2 * i] - ring[0], ring[2 * i + 1] - ring[1]);
    if (distance > most) [most, far] = [distance, i];
  }
  const kept = new Uint8Array(count + 1);
  kept[0] = kept[far] = kept[count] = 1;
  const at = (i: number): readonly [number, number] => [ring[2 * (i % count)], ring[2 * (i % count) + 1]];
  const spans: [number, number][] = [
    [0, far],
    [far, count],
  ];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let furthest = -1;
    let distance = tolerance;
    for (let i = from + 1; i < to; i++) {
      const away = distanceToSegment(at(i), at(from), at(to));
      if (away > distance) [distance, furthest] = [away, i];
    }
    if (furthest < 0) continue;
    kept[furthest] = 1;
    spans.push([from, furthest], [furthest, to]);
  }
  const corners: number[] = [];
  for (let i = 0; i < count; i++) if (kept[i] === 1) corners.push(ring[2 * i], ring[2 * i + 1]);
  return corners;
}

export function distanceToSegment(
  [x, y]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
