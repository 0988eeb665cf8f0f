/**
 * Where an arrow key, Home or End leads among tiles that are laid out in rows; undefined for any other key. At the ends
 * it stays: a person who holds the key finds the last tile, not the first again.
 * @param columns 1 for what lies in one row: then up and down lead nowhere else than left and right.
 */
export function tileAfter(key: string, at: number, count: number, columns: number): number | undefined {
  const bounded = (tile: number): number => Math.min(count - 1, Math.max(0, tile));
  switch (key) {
    case 'ArrowRight':
      return bounded(at + 1);
    case 'ArrowLeft':
      return bounded(at - 1);
    case 'ArrowDown':
      // From above the last row's gap one comes to no tile at all: stay.
      return at + columns < count ? at + columns : at;
    case 'ArrowUp':
      return at - columns >= 0 ? at - columns : at;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
