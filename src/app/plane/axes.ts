/** A square in CSS pixels, with what its axes need on the left and below. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** Where the axes are labelled. */
export const TICKS = [0, 0.5, 0.8, 0.9, 0.95, 0.99] as const;

/**
 * Qualities crowd near 1, and there the thresholds lie: the nearer to 1, the more room. 0, .75 and 1 lie at 0, .5 and 1.
 * @param quality 0 to 1; others are taken to the nearer end.
 */
export const along = (quality: number): number => 1 - Math.sqrt(1 - Math.min(1, Math.max(0, quality)));

/** The quality at a place from 0 to 1. */
export const qualityAt = (place: number): number => 1 - (1 - Math.min(1, Math.max(0, place))) ** 2;

export const xOf = ({ left, size }: Frame, classQuality: number): number => left + along(classQuality) * size;
export const yOf = ({ top, size }: Frame, maskQuality: number): number =>
  top + (1 - along(maskQuality)) * size;

/** Both qualities under a point of the plane, in hundredths: as fine as the thresholds' knobs are. */
export function qualitiesAt(
  { left, top, size }: Frame,
  x: number,
  y: number,
): { readonly classQuality: number; readonly maskQuality: number } {
  const rounded = (quality: number): number => Math.round(quality * 100) / 100;
  return {
    classQuality: rounded(qualityAt((x - left) / size)),
    maskQuality: rounded(qualityAt(1 - (y - top) / size)),
  };
}
