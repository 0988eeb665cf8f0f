import type { Rle } from '../../masks/rle.ts';
import type { UsefulnessMeasure } from '../../metrics/usefulness.ts';
import type { Fate } from './pseudo-labels.ts';

/** A mask that the teacher sees in an image, at the image's own size. */
export interface Proposal {
  /** After the category correction, where the rule in force corrects. */
  readonly category: number;
  readonly score: number;
  readonly objectness: number;
  readonly classQuality: number;
  readonly maskQuality: number;
  /** What the thresholds in force make of it. */
  readonly fate: Fate;
  readonly mask: Rle;
}

/** Where a classical method is to look for an object, in image pixels. */
export type AssistSeed =
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | {
      readonly kind: 'box';
      readonly box: readonly [left: number, top: number, right: number, bottom: number];
    };

/** Images that nobody has labelled, those first whose labels would teach most. */
export interface ReviewQueue {
  readonly measure: UsefulnessMeasure;
  /** Steps that the network which ranked them had done. */
  readonly step: number;
  readonly images: readonly RankedImage[];
  /** Unlabelled images that were not ranked: there are too many to look at them all. */
  readonly left: number;
}

export interface RankedImage {
  readonly id: number;
  /** 0 to 1. */
  readonly usefulness: number;
}
