/** Which part of an image is to be drawn finer than its base picture, and at which size. */
import type { CloseUp } from '../../engine/protocol/view.ts';
import type { Seen, Size } from './pan-zoom.ts';

/** Pixels drawn at most, 67 MB: more than a screen of 5,120 x 2,880 has. */
export const MOST_PIXELS = 2 ** 24;
/** Share of what is seen that is drawn beyond each side of it, so that small moves ask for nothing. */
const MARGIN = 0.25;

/** Whether an image has more pixels than its base picture shows. */
export const isFiner = (image: Size, base: Size): boolean => longestOf(image) > longestOf(base);

// Of the longer side: rounding has least to say there.
const longestOf = ({ width, height }: Size): number => Math.max(width, height);

/**
 * What is seen of an image, at one pixel for each of the screen's or all that the image has. Undefined where the base
 * picture is as fine as that already.
 * @param base size of the base picture, which shows the whole image.
 * @param ratio screen pixels a CSS pixel.
 * @param drawn what is drawn already; it is the answer where it is fine enough and shows all that is seen.
 */
export function closeUpOf(
  image: Size,
  base: Size,
  seen: Seen,
  ratio: number,
  drawn?: CloseUp,
): CloseUp | undefined {
  const onScreen = longestOf(seen.size) * ratio;
  if (!isFiner(image, base) || onScreen <= longestOf(base)) return undefined;
  const [left, right] = span(seen.left, seen.right, image.width);
  const [top, bottom] = span(seen.top, seen.bottom, image.height);
  const [width, height] = [right - left, bottom - top];
  const scale = Math.min(1, onScreen / longestOf(image), Math.sqrt(MOST_PIXELS / (width * height)));
  if (drawn && shows(drawn, seen, image) && drawn.columns >= Math.floor(drawn.width * scale)) return drawn;
  const pixels = (length: number): number => Math.max(1, Math.min(length, Math.round(length * scale)));
  return { left, top, width, height, columns: pixels(width), rows: pixels(height) };
}

/** Whole pixels of an image, which has `length` of them, around what is seen of it. */
function span(from: number, to: number, length: number): [from: number, to: number] {
  const margin = MARGIN * (to - from);
  const first = Math.floor(Math.max(0, from - margin) * length);
  const end = Math.ceil(Math.min(1, to + margin) * length);
  // Something is drawn though nothing is seen.
  return [Math.min(first, length - 1), Math.max(end, 1)];
}

const shows = (part: CloseUp, seen: Seen, image: Size): boolean =>
  part.left <= seen.left * image.width &&
  part.top <= seen.top * image.height &&
  part.left + part.width >= seen.right * image.width &&
  part.top + part.height >= seen.bottom * image.height;
