import { type RefObject, useEffect, useState } from 'react';
import { type Rows, rowsInSight, scrolledTo } from './window.ts';

/** As the style sheet has them, in CSS pixels. */
const TILE = 64;
export const GAP = 6;
const PADDING = 8;

interface Place {
  readonly columns: number;
  readonly rowHeight: number;
  readonly scrolled: number;
  readonly height: number;
}

const before: Place = { columns: 3, rowHeight: 72, scrolled: 0, height: 900 };

/** How tiles are laid out in an element: the columns of repeat(auto-fill, minmax(64px, 1fr)), and square tiles. */
function placeIn({ clientWidth, clientHeight, scrollTop }: HTMLElement): Place {
  const width = clientWidth - 2 * PADDING;
  const columns = Math.max(1, Math.floor((width + GAP) / (TILE + GAP)));
  const tile = (width - (columns - 1) * GAP) / columns;
  return {
    columns,
    rowHeight: tile + GAP,
    scrolled: Math.max(0, scrollTop - PADDING),
    height: clientHeight,
  };
}

/**
 * Draws no more tiles than are near what is seen: a dataset may have tens of thousands.
 * @param selected place of the tile that is to be in sight; -1 for none.
 */
export function useWindow(
  element: RefObject<HTMLElement | null>,
  count: number,
  selected: number,
): Rows & { readonly columns: number } {
  const [place, setPlace] = useState(before);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setPlace(placeIn(current)));
    };
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener('scroll', look, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      current.removeEventListener('scroll', look);
    };
  }, [element]);
  useEffect(() => {
    const { current } = element;
    if (!current || selected < 0) return;
    const { scrolled, height, ...grid } = placeIn(current);
    const wanted = scrolledTo(grid, selected, scrolled, height - 2 * PADDING);
    if (wanted !== scrolled) current.scrollTop = wanted === 0 ? 0 : wanted + PADDING;
  }, [element, selected]);
  const { columns, rowHeight, scrolled, height } = place;
  return { columns, ...rowsInSight({ count, columns, rowHeight }, scrolled, height) };
}
