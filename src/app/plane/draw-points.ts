import type { CandidateTable } from '../../metrics/candidates.ts';
import type { PlaneColours } from './draw-plane.ts';
import type { Places } from './selection.ts';
import { layStamps, type Stamp, stampFrom } from './stamps.ts';
import { WHAT_IFS } from './what-if.ts';

/** Marks in the order they are drawn: what is kept lies on top, and what was corrected is marked last. */
const marks = ['both', 'class', 'mask', 'kept', 'corrected'] as const;
export type Mark = (typeof marks)[number];

/**
 * The shape of a mark around (0, 0), `reach` from its middle: a disc is kept; bars are refused, and lie along the quality
 * that was too low; a square is refused for both; an open diamond around any of them was corrected.
 */
export function traceMark(path: Path2D, mark: Mark, reach: number): void {
  const [long, thick] = [reach + 0.6, Math.max(0.6, reach / 3)];
  if (mark === 'kept') path.arc(0, 0, reach, 0, 2 * Math.PI);
  else if (mark === 'class') path.rect(-long, -thick, 2 * long, 2 * thick);
  else if (mark === 'mask') path.rect(-thick, -long, 2 * thick, 2 * long);
  else if (mark === 'both') path.rect(-reach / 2, -reach / 2, reach, reach);
  else {
    const out = 1.8 * reach;
    path.moveTo(0, -out);
    path.lineTo(out, 0);
    path.lineTo(0, out);
    path.lineTo(-out, 0);
    path.closePath();
  }
}

/** Marks shrink where they are many, and let through what is below them. */
export const reachFor = (count: number): number => (count > 15_000 ? 1.1 : count > 1500 ? 1.6 : 2.4);
const opacityOf = (mark: Mark, count: number): number =>
  (mark === 'kept' || mark === 'corrected' ? 0.9 : 0.6) * (count > 15_000 ? 0.45 : count > 1500 ? 0.8 : 1);

function stampOf(mark: Mark, count: number, scale: number, colour: string): Stamp {
  const reach = reachFor(count);
  const side = 2 * Math.ceil((reach + 4) * scale);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no 2d canvas to draw the plane on.');
  context.translate(side / 2, side / 2);
  context.scale(scale, scale);
  context.globalAlpha = opacityOf(mark, count);
  const path = new Path2D();
  traceMark(path, mark, reach);
  if (mark === 'corrected') {
    context.strokeStyle = colour;
    context.lineWidth = reach / 2;
    context.stroke(path);
  } else {
    context.fillStyle = colour;
    context.fill(path);
  }
  return stampFrom(side, context.getImageData(0, 0, side, side).data);
}

/** Draws candidates by their fates, on a canvas of its own that is laid over the plane's ground. */
export class PointLayer {
  readonly #canvas = new OffscreenCanvas(1, 1);
  /** As large as the canvas, and used again: each is some hundred kilobytes for the collector. */
  #ground = new ImageData(1, 1);
  #stamps: Partial<Record<Mark, Stamp>> = {};
  /** What the stamps were made for. */
  #made = '';

  /**
   * @param size of the canvas, in its pixels.
   * @param scale canvas pixels per CSS pixel.
   */
  draw(
    context: CanvasRenderingContext2D,
    {
      table,
      places,
      fates,
    }: { readonly table: CandidateTable; readonly places: Places; readonly fates: Uint8Array },
    colours: PlaneColours,
    size: { readonly width: number; readonly height: number },
    scale: number,
  ): void {
    const { count, category, teacherCategory } = table;
    if (count === 0) return;
    const wanted = `${reachFor(count)} ${scale} ${marks.map((mark) => colours[mark]).join(' ')}`;
    if (this.#made !== wanted) {
      this.#stamps = Object.fromEntries(
        marks.map((mark) => [mark, stampOf(mark, count, scale, colours[mark])]),
      );
      this.#made = wanted;
    }
    const layer = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (!layer) return;
    if (this.#ground.width !== size.width || this.#ground.height !== size.height) {
      this.#canvas.width = size.width;
      this.#canvas.height = size.height;
      this.#ground = new ImageData(size.width, size.height);
    } else this.#ground.data.fill(0);
    const ground = this.#ground;
    const [xs, ys] = [places.xs.map((x) => x * scale), places.ys.map((y) => y * scale)];
    for (const mark of marks) {
      const stamp = this.#stamps[mark];
      if (!stamp) continue;
      if (mark !== 'corrected') layStamps(ground, stamp, xs, ys, fates, WHAT_IFS.indexOf(mark));
      else layStamps(ground, stamp, xs, ys, correctedFlags(fates, category, teacherCategory), 1);
    }
    layer.putImageData(ground, 0, 0);
    context.save();
    context.resetTransform();
    context.drawImage(this.#canvas, 0, 0);
    context.restore();
  }
}

const correctedFlags = (fates: Uint8Array, after: Uint16Array, before: Uint16Array): Uint8Array =>
  fates.map((fate, row) => (after[row] !== before[row] && WHAT_IFS[fate] !== 'other' ? 1 : 0));
