/** Where the picture is in its frame: point p of the fitted picture is drawn at scale * p + (x, y), all in CSS pixels. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const atRest: Placement = { scale: 1, x: 0, y: 0 };
export const maxScale = 32;

/**
 * Size at which a picture fills its frame without being cut. In whole pixels: browsers bring what they draw to such before
 * they scale it, and far in that would be some pixels of an image beside where the pointer meets it.
 */
export function fitted(picture: Size, frame: Size): Size {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const whole = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: whole(picture.width), height: whole(picture.height) };
}

/** Whether two pictures can be of one image: what is scaled to another size is rounded to whole pixels. */
export const isSameShape = (one: Size, other: Size): boolean =>
  Math.abs(one.width * other.height - one.height * other.width) <=
  (Math.max(one.width, one.height) + Math.max(other.width, other.height)) / 2;

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Keeps the picture over its own resting place: no gap opens at a side where there is picture left to show. */
export function bounded({ scale, x, y }: Placement, size: Size): Placement {
  const allowed = within(scale, 1, maxScale);
  return {
    scale: allowed,
    x: within(x, size.width * (1 - allowed), 0),
    y: within(y, size.height * (1 - allowed), 0),
  };
}

/** Scales by `factor` with `point` (in the frame, relative to the fitted picture's corner) staying where it is. */
export function zoomedAt(from: Placement, factor: number, point: Point, size: Size): Placement {
  const scale = within(from.scale * factor, 1, maxScale);
  const real = scale / from.scale;
  return bounded(
    { scale, x: point.x - (point.x - from.x) * real, y: point.y - (point.y - from.y) * real },
    size,
  );
}

export const panned = (from: Placement, dx: number, dy: number, size: Size): Placement =>
  bounded({ scale: from.scale, x: from.x + dx, y: from.y + dy }, size);

/** Two fingers moved: what was under each stays under it, as far as scaling and shifting can do that. */
export function pinched(
  from: Placement,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
  size: Size,
): Placement {
  const [a, b] = before;
  const [c, d] = after;
  const spread = Math.hypot(a.x - b.x, a.y - b.y);
  const factor = spread === 0 ? 1 : Math.hypot(c.x - d.x, c.y - d.y) / spread;
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const zoomed = zoomedAt(from, factor, middle, size);
  return panned(zoomed, (c.x + d.x) / 2 - middle.x, (c.y + d.y) / 2 - middle.y, size);
}

/** What of a picture can be seen in its frame. */
export interface Seen {
  /** Shares of the picture's width and height, 0 to 1. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Of the whole picture as it is zoomed, in CSS pixels. */
  readonly size: Size;
}

/**
 * @param size of the picture at rest.
 * @param corner where it rests in its frame, all of which shows what lies in it.
 */
export function seenOf({ scale, x, y }: Placement, size: Size, corner: Point, frame: Size): Seen {
  const across = (edge: number): number => within((edge - corner.x - x) / (scale * size.width), 0, 1);
  const down = (edge: number): number => within((edge - corner.y - y) / (scale * size.height), 0, 1);
  return {
    left: across(0),
    top: down(0),
    right: across(frame.width),
    bottom: down(frame.height),
    size: { width: scale * size.width, height: scale * size.height },
  };
}

/** The point of an image under a point of the frame, in the image's pixels; it may lie beside the image. */
export const pointAt = (placement: Placement, point: Point, size: Size, image: Size): Point => ({
  x: ((point.x - placement.x) / (placement.scale * size.width)) * image.width,
  y: ((point.y - placement.y) / (placement.scale * size.height)) * image.height,
});

/** The pixel of a bitmap under a point of the frame, as a row-major index; undefined outside the picture. */
export function pixelAt(placement: Placement, point: Point, size: Size, bitmap: Size): number | undefined {
  const { x, y } = pointAt(placement, point, size, bitmap);
  if (!(x >= 0 && x < bitmap.width && y >= 0 && y < bitmap.height)) return undefined;
  return Math.floor(y) * bitmap.width + Math.floor(x);
}

/** Factor for a wheel event: a mouse's notch (about 100 px) is a fifth, a trackpad's small deltas are fine-grained. */
export const wheelFactor = (deltaY: number, deltaMode: number): number =>
  Math.exp(-within(deltaY * (deltaMode === 1 ? 16 : 1), -200, 200) * 0.002);
