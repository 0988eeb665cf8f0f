/** The COCO protocol for instance masks (cocodataset/cocoapi, pycocotools/cocoeval.py, Params.setDetParams). */
import type { Rle } from '../masks/rle.ts';

/** A true instance. */
export interface Truth {
  /** 0-based and dense. */
  readonly category: number;
  readonly mask: Rle;
  /** Pixels; decides between small, medium and large. */
  readonly area: number;
  /** A region of many instances: need not be found, and forgives any number of detections inside it. */
  readonly crowd: boolean;
}

/** A predicted instance. */
export interface Detection {
  readonly category: number;
  readonly mask: Rle;
  /** Any finite number; only the order counts. */
  readonly score: number;
}

export interface Protocol {
  /** Ascending, in (0, 1], at most 16. COCO: .50, .55, ... .95. */
  readonly iouThresholds: readonly number[];
  /** Ascending: how many detections per image and category count, for `ar1`, `ar10`, and everything else. */
  readonly maxDetections: readonly [number, number, number];
}

/** Index into `AREA_RANGES`. */
export const ALL = 0;
export const SMALL = 1;
export const MEDIUM = 2;
export const LARGE = 3;

/** Smallest and largest area in pixels, both included: an area of exactly 32 * 32 is small and medium, as in COCO. */
export const AREA_RANGES = [
  [0, 1e10],
  [0, 32 ** 2],
  [32 ** 2, 96 ** 2],
  [96 ** 2, 1e10],
] as const;

/** Recalls at which precision is read: 0, .01, ... 1. */
export const RECALLS = Float64Array.from({ length: 101 }, (_, i) => i * 0.01);

export const COCO_PROTOCOL: Protocol = {
  iouThresholds: evenly(0.5, 0.95, 10),
  maxDetections: [1, 10, 100],
};

/** As numpy.linspace rounds: truth at exactly a threshold must fall on the same side as there. */
function evenly(from: number, to: number, count: number): number[] {
  const step = (to - from) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? to : i * step + from));
}
