/**
 * What a shape is at a point of its own frame, in which it lies within the unit circle. Lengths are in that frame.
 */
export interface Sample {
  /** Signed distance to the outline, positive inside; exact or nearly so close to the outline. */
  readonly depth: number;
  /** Marking: 0 plain, 1 fully marked. */
  readonly mark: number;
}

export type Shape = (u: number, v: number) => Sample;

/** 0 below `low`, 1 above `high`, smooth between. */
export function smooth(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

export const disc = (u: number, v: number, radius: number): number => radius - Math.hypot(u, v);

/** A stadium along u: half length of its spine, radius. */
export const capsule = (u: number, v: number, half: number, radius: number): number =>
  radius - Math.hypot(Math.max(0, Math.abs(u) - half), v);

export const box = (u: number, v: number, halfWidth: number, halfHeight: number): number => {
  const x = Math.abs(u) - halfWidth;
  const y = Math.abs(v) - halfHeight;
  return -(Math.hypot(Math.max(x, 0), Math.max(y, 0)) + Math.min(Math.max(x, y), 0));
};

/** Regular polygon with so many corners, one of them on the v axis. */
export function polygon(u: number, v: number, corners: number, radius: number): number {
  const sector = (2 * Math.PI) / corners;
  const angle = Math.atan2(u, v);
  const folded = angle - sector * Math.floor(angle / sector) - sector / 2;
  return radius * Math.cos(sector / 2) - Math.hypot(u, v) * Math.cos(folded);
}

/** An outline r(angle) that swings so many times between two radii; `sharp` 1: points, 0: waves. */
export function lobes(
  u: number,
  v: number,
  count: number,
  inner: number,
  outer: number,
  sharp: number,
): number {
  const angle = Math.atan2(u, v) * count;
  const wave = 0.5 + 0.5 * Math.cos(angle);
  const triangle = Math.abs(((((angle / Math.PI) % 2) + 2) % 2) - 1);
  const radius = inner + (outer - inner) * (sharp * triangle + (1 - sharp) * wave);
  // Divided by the slope of the outline, so that the distance is nearly true at its edge.
  const slope = 1 + (sharp + 0.5) * (outer - inner) * count * 0.35;
  return (radius - Math.hypot(u, v)) / slope;
}
