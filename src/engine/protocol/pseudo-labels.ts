import type { CandidateTable } from '../../metrics/candidates.ts';

/** What becomes of a candidate on an unlabelled image under the rule in force. */
export interface Fate {
  readonly kept: boolean;
  readonly corrected: boolean;
  /** The class it teaches, or would. */
  readonly category: number;
  /** A sentence: why. */
  readonly reason: string;
}

/** What became of the teacher's candidates on unlabelled images, per step and averaged over the steps of a report. */
export interface PseudoLabelFigures {
  readonly candidates: number;
  readonly kept: number;
  /** Whose class was corrected, kept or not. */
  readonly corrected: number;
  /** Refused for class quality, mask quality, or both. */
  readonly refusedForClass: number;
  readonly refusedForMask: number;
  /** Refused for anything else: objectness, size, their product, or better ones in the image. */
  readonly refusedOtherwise: number;
}

/** What kept pseudo-labels are worth against the truth that there is, shares of 1; undefined where there is none. */
export interface PseudoLabelWorth {
  /** Of the kept, those with the right class and an IoU of at least .5. */
  readonly precision: number | undefined;
  /** Of the kept that lie on an object, those of the right class. */
  readonly classPrecision: number | undefined;
  /** Of the kept, those with an IoU of at least .75. */
  readonly maskPrecision: number | undefined;
  /** Of all true objects, those that a kept candidate shows with the right class. */
  readonly recall: number | undefined;
}

/** What the teacher sees in the unlabelled images, as it stands. */
export interface CandidateSurvey {
  /** Steps done when it was asked for; each candidate has its own, at which it was seen. */
  readonly step: number;
  /** Unlabelled images that have been looked at. */
  readonly images: number;
  readonly table: CandidateTable;
  /**
   * Candidates on validation images as the same rule would judge them: a measure of thresholds where nobody knows what
   * is true of the unlabelled images. Undefined where that is known, and before the first evaluation.
   */
  readonly validation?: CandidateTable | undefined;
  /** Lowest qualities in force, per class; undefined before the teacher labels. */
  readonly thresholds: { readonly class: Float32Array; readonly mask: Float32Array } | undefined;
  /** The pair of the settings that they grew from: where the sliders stood. */
  readonly centre?: { readonly class: number; readonly mask: number } | undefined;
  /** Undefined before the teacher labels. */
  readonly secondOpinion?: SecondOpinionFacts | undefined;
}

/** What the second opinion weighs, and how class prototypes stand to each other. */
export interface SecondOpinionFacts {
  /** Step since which it has a say. */
  readonly since: number;
  /** w(t): what it weighs now, and at equal distances from `since` to the end of the run. */
  readonly now: number;
  readonly schedule: Float32Array;
  /** How alike every two prototypes are, [K, K] cosines; NaN where one is missing. */
  readonly similarities: Float32Array;
}
