/** Precision and recall of one category from its matches in all images (COCOeval.accumulate). */
import type { ImageMatches } from './matching.ts';
import { RECALLS } from './protocol.ts';

/** All detections of a category in the order in which they are trusted. */
export interface Ranking {
  /** [areaRanges][detections], bits as in `ImageMatches`. */
  readonly found: readonly Uint16Array[];
  readonly ignored: readonly Uint16Array[];
  /** [areaRanges]: instances that are to be found in all images. */
  readonly wanted: readonly number[];
}

export interface Curve {
  /** Mean precision over the recalls 0, .01, ... 1. */
  readonly averagePrecision: number;
  /** The largest recall that is reached. */
  readonly recall: number;
}

/** `images` in ascending order of image id; only the first `limit` detections of each count. */
export function rank(images: readonly ImageMatches[], ranges: number, limit: number): Ranking {
  const imageOf: number[] = [];
  const detectionOf: number[] = [];
  const scores: number[] = [];
  images.forEach(({ scores: own }, image) => {
    own.subarray(0, limit).forEach((score, detection) => {
      imageOf.push(image);
      detectionOf.push(detection);
      scores.push(score);
    });
  });
  // Stable: equal scores keep the order of images, then that within the image.
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const bits = (range: number, of: 'found' | 'ignored') =>
    Uint16Array.from(order, (at) => {
      const image = images[imageOf[at] ?? 0];
      return image?.[of][range * image.scores.length + (detectionOf[at] ?? 0)] ?? 0;
    });
  const everyRange = Array.from({ length: ranges }, (_, range) => range);
  return {
    found: everyRange.map((range) => bits(range, 'found')),
    ignored: everyRange.map((range) => bits(range, 'ignored')),
    wanted: everyRange.map((range) => images.reduce((sum, { wanted }) => sum + (wanted[range] ?? 0), 0)),
  };
}

/** `undefined` where nothing is to be found: such a category says nothing about the detections. */
export function curve(ranking: Ranking, range: number, threshold: number): Curve | undefined {
  const wanted = ranking.wanted[range] ?? 0;
  const found = ranking.found[range];
  const ignored = ranking.ignored[range];
  if (wanted === 0 || !found || !ignored) return undefined;
  const bit = 1 << threshold;
  const precision = new Float64Array(found.length);
  const recall = new Float64Array(found.length);
  let right = 0;
  let wrong = 0;
  for (let i = 0; i < found.length; i++) {
    if (((ignored[i] ?? 0) & bit) === 0) {
      if (((found[i] ?? 0) & bit) !== 0) right++;
      else wrong++;
    }
    recall[i] = right / wanted;
    precision[i] = right === 0 ? 0 : right / (right + wrong);
  }
  // Interpolated: the best precision at this recall or beyond.
  for (let i = precision.length - 1; i > 0; i--) {
    precision[i - 1] = Math.max(precision[i - 1] ?? 0, precision[i] ?? 0);
  }
  let sum = 0;
  let i = 0;
  for (const wantedRecall of RECALLS) {
    while (i < recall.length && (recall[i] ?? 0) < wantedRecall) i++;
    if (i === recall.length) break;
    sum += precision[i] ?? 0;
  }
  return { averagePrecision: sum / RECALLS.length, recall: recall.at(-1) ?? 0 };
}
