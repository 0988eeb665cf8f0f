import type { LabelObject } from '../../labels/document.ts';
import type { Rle } from '../../masks/rle.ts';
import type { Point } from '../viewer/pan-zoom.ts';
import { type Ink, type Pen, ring } from './pen.ts';
import { type Corner, type RingEdit, RingEditor } from './ring-editor.ts';

/** Canvas pixels within which a corner or an edge is meant. */
const REACH = 12;

/** Where an arrow key moves a corner. */
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Corners of the selected object: dragged, added on an edge, removed. */
export class Corners implements Pen {
  readonly #selected: () => LabelObject | undefined;
  readonly #done: (id: number, mask: Rle) => void;
  readonly #editor = new RingEditor();
  #scale = 1;
  /** The corner last touched: keys are meant for it. */
  #hot: Corner | undefined;
  #held: { readonly corner: Corner; readonly fresh: boolean } | undefined;
  #edit: RingEdit | undefined;

  constructor(selected: () => LabelObject | undefined, done: (id: number, mask: Rle) => void) {
    this.#selected = selected;
    this.#done = done;
  }

  /** Whether a corner or an edge of the selected object lies there; otherwise the pointer is not meant for it. */
  meets({ x, y }: Point): boolean {
    if (!this.#rings()) return false;
    const reach = REACH / this.#scale;
    return (this.#editor.cornerNear([x, y], reach) ?? this.#editor.edgeNear([x, y], reach)) !== undefined;
  }

  down({ x, y }: Point): void {
    if (!this.#rings()) return;
    const reach = REACH / this.#scale;
    const corner = this.#editor.cornerNear([x, y], reach);
    const edge = corner ? undefined : this.#editor.edgeNear([x, y], reach);
    const held = corner ?? edge;
    this.#hot = corner;
    this.#held = held && { corner: held, fresh: corner === undefined };
  }

  move({ x, y }: Point): void {
    if (!this.#held) return;
    const { corner, fresh } = this.#held;
    this.#edit = fresh ? this.#editor.added(corner, [x, y]) : this.#editor.moved(corner, [x, y]);
  }

  up(): void {
    const { corner, fresh } = this.#held ?? {};
    const edit = this.#edit;
    this.#held = this.#edit = undefined;
    if (!corner || !edit) return;
    this.#hot = fresh ? { ring: corner.ring, at: corner.at + 1 } : corner;
    this.#make(edit);
  }

  key(key: string): boolean {
    if (key === 'Escape' && this.#held) {
      this.#held = this.#edit = undefined;
      return true;
    }
    const rings = this.#rings();
    const hot = this.#hot;
    const corners = hot && rings?.[hot.ring];
    if (!hot || !corners) return false;
    const arrow = arrows[key];
    if (arrow) {
      const [x, y] = [corners[2 * hot.at] + arrow[0], corners[2 * hot.at + 1] + arrow[1]];
      this.#make(this.#editor.moved(hot, [x, y]));
      return true;
    }
    if (key === 'Backspace') {
      const edit = this.#editor.removed(hot);
      this.#hot = undefined;
      if (edit) this.#make(edit);
      return true;
    }
    return false;
  }

  draw(context: CanvasRenderingContext2D, { scale, pointer }: Ink): void {
    this.#scale = scale;
    const rings = this.#rings();
    if (!rings) return;
    const edit = this.#edit;
    const shown = edit ? rings.with(edit.ring, edit.corners) : rings;
    for (const [width, colour] of [
      [4, '#000000'],
      [2, '#ffffff'],
    ] as const) {
      context.beginPath();
      for (const corners of shown) {
        for (let i = 0; i < corners.length; i += 2)
          context[i === 0 ? 'moveTo' : 'lineTo'](corners[i] * scale, corners[i + 1] * scale);
        context.closePath();
      }
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
    const near = pointer && this.#editor.cornerNear([pointer.x, pointer.y], REACH / scale);
    shown.forEach((corners, which) => {
      for (let at = 0; at < corners.length / 2; at++) {
        const meant = [near, this.#hot].some((corner) => corner?.ring === which && corner.at === at);
        ring(context, corners[2 * at] * scale, corners[2 * at + 1] * scale, meant ? 8 : 4);
      }
    });
  }

  #rings(): readonly (readonly number[])[] | undefined {
    const object = this.#selected();
    // No finer than a person sees, and no finer than pixels.
    return object && !object.crowd ? this.#editor.rings(object, Math.max(1, 1 / this.#scale)) : undefined;
  }

  #make(edit: RingEdit): void {
    const object = this.#selected();
    const mask = object && this.#editor.made(edit);
    if (object && mask) this.#done(object.id, mask);
  }
}
