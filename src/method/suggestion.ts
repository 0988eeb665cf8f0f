import type { ThresholdPair } from './thresholds.ts';

/** A candidate on a labelled image that the network which saw it had not learnt from. */
export interface HeldOut {
  readonly classQuality: number;
  readonly maskQuality: number;
  /** Its class is that of the instance it overlaps most. */
  readonly rightClass: boolean;
  /** It overlaps that instance well enough to be learnt from. */
  readonly goodMask: boolean;
}

/** Thresholds to start from, and what they rest on. */
export interface Suggestion extends ThresholdPair {
  /** For class times mask quality. */
  readonly coupled: number;
  readonly candidates: number;
}

/** What a wrong pseudo-label costs, in right ones: those near the threshold are right three times in four. */
const WRONG = 3;

/** Thresholds are given in hundredths, as sliders show them. */
const STEPS = 100;

/**
 * The threshold of a quality that gains most: a candidate at or above it gains 1 where it is right and costs `wrong`
 * where it is not. Where nothing gains, the highest quality there is: nothing passes but what is surest.
 */
export function bestThreshold(
  candidates: readonly { readonly quality: number; readonly right: boolean }[],
  wrong = WRONG,
): number {
  const ranked = candidates
    .filter(({ quality }) => Number.isFinite(quality))
    // Rounded down, so that what is counted as kept is kept.
    .map(({ quality, right }) => ({ threshold: Math.floor(quality * STEPS), right }))
    .sort((a, b) => b.threshold - a.threshold);
  const [first] = ranked;
  if (!first) return 1;
  let gain = 0;
  let best = { gain: 0, threshold: first.threshold };
  ranked.forEach(({ threshold, right }, i) => {
    gain += right ? 1 : -wrong;
    // Candidates at the same threshold pass together.
    if (ranked[i + 1]?.threshold !== threshold && gain > best.gain) best = { gain, threshold };
  });
  return best.threshold / STEPS;
}

/**
 * Start values for the thresholds from candidates on held-out labelled images, each quality by what it is to tell: class
 * quality by the class, mask quality by the mask, their product by both. Hidden truth has no part in it.
 * @returns undefined where there are no candidates.
 */
export function suggestThresholds(candidates: readonly HeldOut[]): Suggestion | undefined {
  if (candidates.length === 0) return undefined;
  return {
    class: bestThreshold(
      candidates.map(({ classQuality, rightClass }) => ({ quality: classQuality, right: rightClass })),
    ),
    mask: bestThreshold(
      candidates.map(({ maskQuality, goodMask }) => ({ quality: maskQuality, right: goodMask })),
    ),
    coupled: bestThreshold(
      candidates.map(({ classQuality, maskQuality, rightClass, goodMask }) => ({
        quality: classQuality * maskQuality,
        right: rightClass && goodMask,
      })),
    ),
    candidates: candidates.length,
  };
}
