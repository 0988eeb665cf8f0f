/** Steps that a chart shows, from and to. */
export type Stretch = readonly [from: number, to: number];

/** Fewer steps than this are no closer look. */
const LEAST = 4;

/**
 * Where a key leads from a stretch of a curve: + and - look closer or from further, arrows go along it, 0 shows all.
 * @param last step of the curve. @returns the same stretch where there is no way on; undefined for other keys.
 */
export function stretchAfter(key: string, [from, to]: Stretch, last: number): Stretch | undefined {
  const width = to - from;
  const within = (begin: number, wide: number): Stretch => {
    const span = Math.min(last, Math.max(Math.min(LEAST, last), wide));
    const start = Math.min(last - span, Math.max(0, begin));
    return [start, start + span];
  };
  switch (key) {
    case '+':
    case '=':
      return within(from + width / 4, width / 2);
    case '-':
    case '_':
      return within(from - width / 2, width * 2);
    case 'ArrowLeft':
      return within(from - width / 4, width);
    case 'ArrowRight':
      return within(from + width / 4, width);
    case '0':
    case 'Home':
      return [0, last];
    default:
      return undefined;
  }
}
