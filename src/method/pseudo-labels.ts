/**
 * From what the teacher sees in an unlabelled image to what the student learns of it (PL-DC, arXiv 2505.11075):
 *
 *   correct  label <- argmax p_fuse                        category level
 *   filter   s_cls >= T_cls(k) and s_mask >= T_mask(k)      instance level
 *
 * in this order or the other. (The pixel level, weights of mask pixels, is in the mask loss's kernel.)
 */
import { type Corrected, correct, type Fusion, type SecondOpinion } from './correction.ts';
import type { Prediction } from './prediction.ts';
import { judge, type RuleOptions, type Verdict } from './rules.ts';
import type { ThresholdState } from './thresholds.ts';

export interface PseudoLabelOptions extends RuleOptions {
  readonly order: 'off' | 'correct-then-filter' | 'filter-then-correct';
  readonly fusion: Fusion;
  /** w(t) of the second opinion. */
  readonly opinionWeight: number;
  /** Pseudo-labels per image at most: the best by both qualities. */
  readonly most: number;
}

/** What became of a prediction. */
export interface Decision {
  /** Class to learn: after correction. */
  readonly category: number;
  /** As judged: of the class whose thresholds it was held against. */
  readonly classQuality: number;
  /** That class: before correction where filtering comes first. */
  readonly judgedCategory: number;
  /** What is thought of each class after correction: p_fuse, [K]. */
  readonly probabilities: Float32Array;
  /** The class is not the teacher's. */
  readonly corrected: boolean;
  /** p_ref, where there was a second opinion. */
  readonly reference: Float32Array | undefined;
  readonly verdict: Verdict;
}

/** Decisions on the predictions of one image, in their order. */
export function pseudoLabels(
  predictions: readonly Prediction[],
  second: SecondOpinion | undefined,
  thresholds: ThresholdState,
  options: PseudoLabelOptions,
): Decision[] {
  const opinion = options.order === 'off' ? undefined : second;
  const decisions = predictions.map((prediction): Decision => {
    const corrected = correct(prediction, opinion, options.opinionWeight, options.fusion);
    const asJudged: Pick<Corrected, 'category' | 'classQuality'> =
      options.order === 'correct-then-filter' ? corrected : prediction;
    const pair = {
      class: thresholds.class[asJudged.category] ?? 1,
      mask: thresholds.mask[asJudged.category] ?? 1,
    };
    const verdict = judge({ ...prediction, classQuality: asJudged.classQuality }, pair, options);
    return {
      category: corrected.category,
      classQuality: asJudged.classQuality,
      judgedCategory: asJudged.category,
      probabilities: corrected.probabilities,
      corrected: corrected.category !== prediction.category,
      reference: corrected.reference,
      verdict,
    };
  });
  return withoutCrowd(decisions, predictions, options.most);
}

/** No more than the labelled images have of instances: more are hardly all right, and drown the labelled ones. */
function withoutCrowd(
  decisions: readonly Decision[],
  predictions: readonly Prediction[],
  most: number,
): Decision[] {
  const best = decisions
    .map(({ classQuality, verdict }, i) => ({ i, verdict, rank: classQuality * predictions[i].maskQuality }))
    .filter(({ verdict }) => verdict.kept)
    .sort((a, b) => b.rank - a.rank || a.i - b.i);
  const crowd = new Set(best.slice(most).map(({ i }) => i));
  return decisions.map((decision, i) =>
    crowd.has(i)
      ? {
          ...decision,
          verdict: { kept: false, refusedFor: ['crowd'], classWeight: 0, maskWeight: 0 },
        }
      : decision,
  );
}
