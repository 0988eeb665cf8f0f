/** Which detection found which truth, in one image and one category (COCOeval.evaluateImg). */
import { iouBound, type MeasuredMask, measuredIou, measureMask } from '../masks/overlap.ts';
import { AREA_RANGES, type Detection, type Protocol, type Truth } from './protocol.ts';

/** What one image says about one category; all that the final figures need of it. */
export interface ImageMatches {
  readonly image: number;
  /** Descending; at most `maxDetections[2]`. */
  readonly scores: Float64Array;
  /** [areaRanges, detections], bit t: the detection has found a truth at IoU threshold t. */
  readonly found: Uint16Array;
  /** [areaRanges, detections], bit t: the detection counts neither as right nor as wrong at IoU threshold t. */
  readonly ignored: Uint16Array;
  /** [areaRanges]: instances that are to be found. */
  readonly wanted: Uint32Array;
}

/** A truth that a detection overlaps by at least the lowest threshold. */
interface Candidate {
  readonly truth: number;
  readonly iou: number;
}

/** `truth` and `detections` are all of one image and one category. */
export function matchImage(
  image: number,
  truth: readonly Truth[],
  detections: readonly Detection[],
  protocol: Protocol,
): ImageMatches {
  // Array.sort is stable: equal scores keep their order, as pycocotools' merge sort does.
  const best = [...detections].sort((a, b) => b.score - a.score).slice(0, protocol.maxDetections[2]);
  const masks = best.map(({ mask }) => measureMask(mask));
  const candidates = overlapping(masks, truth, protocol);
  const found = new Uint16Array(AREA_RANGES.length * best.length);
  const ignored = new Uint16Array(AREA_RANGES.length * best.length);
  const wanted = new Uint32Array(AREA_RANGES.length);
  AREA_RANGES.forEach(([smallest, largest], range) => {
    const outside = (area: number) => area < smallest || area > largest;
    const ignorable = truth.map(({ crowd, area }) => crowd || outside(area));
    wanted[range] = ignorable.filter((ignore) => !ignore).length;
    const claimed = new Uint16Array(truth.length);
    for (let d = 0; d < best.length; d++) {
      const slot = range * best.length + d;
      const outlier = outside(masks[d]?.area ?? 0);
      let foundBits = 0;
      let ignoredBits = 0;
      protocol.iouThresholds.forEach((threshold, t) => {
        const bit = 1 << t;
        const match = choose(
          candidates[d] ?? [],
          threshold,
          (i) => ((claimed[i] ?? 0) & bit) !== 0,
          truth,
          ignorable,
        );
        if (match === undefined) {
          // A wrong detection of a size that is not asked for does no harm.
          if (outlier) ignoredBits |= bit;
          return;
        }
        claimed[match] = (claimed[match] ?? 0) | bit;
        foundBits |= bit;
        if (ignorable[match]) ignoredBits |= bit;
      });
      found[slot] = foundBits;
      ignored[slot] = ignoredBits;
    }
  });
  return { image, scores: Float64Array.from(best, ({ score }) => score), found, ignored, wanted };
}

/** Boxes and areas rule out nearly all pairs before any runs are compared. */
function overlapping(
  masks: readonly MeasuredMask[],
  truth: readonly Truth[],
  protocol: Protocol,
): Candidate[][] {
  // A hair lower than the lowest threshold: the bound is rounded too.
  const lowest = (protocol.iouThresholds[0] ?? 1) - 1e-9;
  const truthMasks = truth.map(({ mask }) => measureMask(mask));
  return masks.map((mask) => {
    const candidates: Candidate[] = [];
    truthMasks.forEach((truthMask, i) => {
      const crowd = truth[i]?.crowd ?? false;
      if (iouBound(mask, truthMask, crowd) < lowest) return;
      const iou = measuredIou(mask, truthMask, crowd);
      if (iou >= lowest) candidates.push({ truth: i, iou });
    });
    return candidates;
  });
}

/**
 * The free truth that a detection overlaps most; one that is to be found goes before any that is ignored, and of equals the last
 * one wins. A crowd is never used up.
 */
function choose(
  candidates: readonly Candidate[],
  threshold: number,
  isClaimed: (truth: number) => boolean,
  truth: readonly Truth[],
  ignorable: readonly boolean[],
): number | undefined {
  for (const wantIgnorable of [false, true]) {
    let best: number | undefined;
    let bestIou = Math.min(threshold, 1 - 1e-10);
    for (const { truth: i, iou } of candidates) {
      if (ignorable[i] !== wantIgnorable || iou < bestIou) continue;
      if (isClaimed(i) && !truth[i]?.crowd) continue;
      best = i;
      bestIou = iou;
    }
    if (best !== undefined) return best;
  }
  return undefined;
}
