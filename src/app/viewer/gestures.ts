import { viewerKeys } from '../shortcuts/table.ts';
import {
  atRest,
  fitted,
  isSameShape,
  type Placement,
  type Point,
  panned,
  pinched,
  pixelAt,
  pointAt,
  type Seen,
  type Size,
  seenOf,
  wheelFactor,
  zoomedAt,
} from './pan-zoom.ts';

/** CSS pixels that an arrow key moves the picture. */
const stride = 48;

/** A divider in the picture is moved by the same pointer and the same keys as the picture. */
const isDivider = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="separator"]') !== null;

/** Wheel, drag, pinch, keys and double click move `stage` inside `frame`, by its style alone: React does not take part. */
export class PanZoom {
  readonly #frame: HTMLElement;
  readonly #stage: HTMLElement;
  readonly #ended = new AbortController();
  readonly #observer: ResizeObserver;
  readonly #pointers = new Map<number, Point>();
  readonly #watchers = new Set<() => void>();
  #placement: Placement = atRest;
  #picture: Size = { width: 1, height: 1 };
  /** Of the picture at rest, in CSS pixels. */
  #size: Size = { width: 1, height: 1 };
  /** Of the frame, in CSS pixels. */
  #around: Size = { width: 1, height: 1 };
  /** Of the resting picture's corner in the frame. */
  #corner: Point = { x: 0, y: 0 };

  constructor(frame: HTMLElement, stage: HTMLElement) {
    this.#frame = frame;
    this.#stage = stage;
    const { signal } = this.#ended;
    frame.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    frame.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    frame.addEventListener('pointermove', (event) => this.#move(event), { signal });
    frame.addEventListener('pointerup', (event) => this.#up(event), { signal });
    frame.addEventListener('pointercancel', (event) => this.#up(event), { signal });
    frame.addEventListener('dblclick', () => this.#place(atRest), { signal });
    frame.addEventListener('keydown', (event) => this.#key(event), { signal });
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(frame);
  }

  /** A picture of another shape takes its place, at rest; one of the same shape leaves zoom and place alone. */
  setPicture(picture: Size): void {
    if (!isSameShape(this.#picture, picture)) this.#placement = atRest;
    this.#picture = picture;
    this.#fit();
  }

  reset(): void {
    this.#place(atRest);
  }

  /** Zooms about the middle of the frame. */
  zoom(factor: number): void {
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    this.#place(zoomedAt(this.#placement, factor, middle, this.#size));
  }

  /** Row-major index of the bitmap's pixel under a pointer; undefined beside the picture. */
  pixelUnder(
    event: { readonly clientX: number; readonly clientY: number },
    bitmap: Size,
  ): number | undefined {
    return pixelAt(this.#placement, this.#pointOf(event), this.#size, bitmap);
  }

  /** The point of an image under a pointer, in the image's pixels; it may lie beside the image. */
  pointUnder(event: { readonly clientX: number; readonly clientY: number }, image: Size): Point {
    return pointAt(this.#placement, this.#pointOf(event), this.#size, image);
  }

  /** Of the picture at rest, in CSS pixels. */
  get size(): Size {
    return this.#size;
  }

  /** What of the picture can be seen. */
  get seen(): Seen {
    return seenOf(this.#placement, this.#size, this.#corner, this.#around);
  }

  /** Calls back whenever something else is seen, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  dispose(): void {
    this.#ended.abort();
    this.#observer.disconnect();
  }

  #fit(): void {
    const frame = { width: this.#frame.clientWidth, height: this.#frame.clientHeight };
    if (frame.width === 0 || frame.height === 0) return;
    this.#around = frame;
    this.#size = fitted(this.#picture, frame);
    this.#corner = {
      x: Math.floor((frame.width - this.#size.width) / 2),
      y: Math.floor((frame.height - this.#size.height) / 2),
    };
    const { style } = this.#stage;
    style.width = `${this.#size.width}px`;
    style.height = `${this.#size.height}px`;
    style.left = `${this.#corner.x}px`;
    style.top = `${this.#corner.y}px`;
    this.#place(panned(this.#placement, 0, 0, this.#size));
  }

  #place(placement: Placement): void {
    this.#placement = placement;
    const { scale, x, y } = placement;
    this.#stage.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    // What lies in the picture but should not grow with it.
    this.#stage.style.setProperty('--zoom', String(scale));
    // Far in, pixels should look like pixels.
    this.#stage.dataset.pixels = String(scale * this.#size.width > this.#picture.width * 4);
    this.#frame.dataset.zoomed = String(scale > 1);
    for (const watcher of this.#watchers) watcher();
  }

  #pointOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point {
    const { left, top } = this.#frame.getBoundingClientRect();
    return {
      x: clientX - left - this.#frame.clientLeft - this.#corner.x,
      y: clientY - top - this.#frame.clientTop - this.#corner.y,
    };
  }

  #wheel(event: WheelEvent): void {
    const factor = wheelFactor(event.deltaY, event.deltaMode);
    const zoomed = zoomedAt(this.#placement, factor, this.#pointOf(event), this.#size);
    // At rest and asked to shrink further there is nothing to do here: the page may scroll.
    if (zoomed.scale === this.#placement.scale && factor < 1) return;
    event.preventDefault();
    this.#place(zoomed);
  }

  #down(event: PointerEvent): void {
    // The middle button moves the picture while the other one draws on it.
    if (event.button > 1 || isDivider(event.target)) return;
    this.#frame.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#pointOf(event));
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const after = this.#pointOf(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, after);
    this.#place(
      other
        ? pinched(this.#placement, [before, other], [after, other], this.#size)
        : panned(this.#placement, after.x - before.x, after.y - before.y, this.#size),
    );
  }

  #up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isDivider(event.target)) return;
    const known = viewerKeys.find(({ keys }) => (keys as readonly string[]).includes(event.key));
    if (!known) return;
    event.preventDefault();
    const [x, y] = known.pan;
    if (known.zoom === 0) this.reset();
    else if (known.zoom !== 1) this.zoom(known.zoom);
    else this.#place(panned(this.#placement, x * stride, y * stride, this.#size));
  }
}
