/** Which of many equal tiles, laid out in rows, are near enough to be seen. */
export interface Grid {
  readonly count: number;
  readonly columns: number;
  /** Height of a row with the gap below it, in CSS pixels. */
  readonly rowHeight: number;
}

export interface Rows {
  /** First tile, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** CSS pixels of the rows above and below that are left out. */
  readonly above: number;
  readonly below: number;
}

/** Rows beyond the edge, so that a scrolling eye and the Tab key find tiles there. */
const SPARE = 3;

/** Tiles within `height` of `scrolled`, and a few rows beyond. */
export function rowsInSight({ count, columns, rowHeight }: Grid, scrolled: number, height: number): Rows {
  const rows = Math.ceil(count / columns);
  const first = Math.min(rows, Math.max(0, Math.floor(scrolled / rowHeight) - SPARE));
  const last = Math.min(rows, Math.max(first, Math.ceil((scrolled + height) / rowHeight) + SPARE));
  return {
    from: first * columns,
    to: Math.min(count, last * columns),
    above: first * rowHeight,
    below: (rows - last) * rowHeight,
  };
}

/** Where to scroll so that a tile is in sight, as little as possible; `scrolled` where it is already. */
export function scrolledTo(
  { columns, rowHeight }: Pick<Grid, 'columns' | 'rowHeight'>,
  tile: number,
  scrolled: number,
  height: number,
): number {
  const top = Math.floor(tile / columns) * rowHeight;
  if (top < scrolled) return top;
  return top + rowHeight > scrolled + height ? top + rowHeight - height : scrolled;
}
