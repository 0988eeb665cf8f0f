/** Where display pixels lie in a plane of mask pixels: what `overlay` and `heat-map` share. */

/** A run of display pixels along one axis: for each, its lower mask pixel and the way to the next, 0..1. */
export interface Placement {
  readonly count: number;
  readonly lower: Int32Array;
  readonly way: Float64Array;
}

/**
 * Display pixels [from, to) along one axis. Pixel x has its centre at (x + 0.5) * scale + offset mask pixels from the
 * plane's edge; outside the plane its border continues.
 */
export const placement = (
  from: number,
  to: number,
  scale: number,
  offset: number,
  side: number,
): Placement => {
  const count = to - from;
  const lower = new Int32Array(count);
  const way = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.max(0, Math.min(side - 1, (from + i + 0.5) * scale + offset - 0.5));
    lower[i] = Math.min(Math.floor(at), Math.max(0, side - 2));
    way[i] = at - lower[i];
  }
  return { count, lower, way };
};

/** Bilinear values of the plane at `first` in `planes`, f32 [rows.count, columns.count]: rows first, then columns. */
export const interpolateRows = (
  planes: Float32Array,
  first: number,
  side: number,
  columns: Placement,
  rows: Placement,
): Float32Array => {
  const values = new Float32Array(columns.count * rows.count);
  const line = new Float64Array(side + 1);
  const below = side > 1 ? side : 0;
  for (let y = 0; y < rows.count; y++) {
    const start = first + rows.lower[y] * side;
    const t = rows.way[y];
    for (let x = 0; x < side; x++)
      line[x] = planes[start + x] + t * (planes[start + below + x] - planes[start + x]);
    const out = y * columns.count;
    for (let x = 0; x < columns.count; x++) {
      const lower = columns.lower[x];
      values[out + x] = line[lower] + columns.way[x] * (line[lower + 1] - line[lower]);
    }
  }
  return values;
};
