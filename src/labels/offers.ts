/** Which of a network's proposals are still worth a person's look. */
import { type MeasuredMask, measuredIou, measureMask, sharedArea } from '../masks/overlap.ts';
import { maskArea, type Rle } from '../masks/rle.ts';
import type { Marks } from './document.ts';

/** A proposal so much like one that was refused (IoU) is the same again, whatever class it has now. */
const SAME = 0.7;
/** A proposal that is labelled already to this share of its pixels has its object. */
const COVERED = 0.5;

/** What a person has said of a mask already. */
export type Answer = 'refused' | 'marked';

/**
 * @returns tells of a mask what was answered, whoever proposed it; undefined where nothing was. Made once for all masks
 * of an image.
 */
export function answersIn({
  objects,
  refused,
}: Pick<Marks, 'objects' | 'refused'>): (mask: Rle) => Answer | undefined {
  const refusals = refused.map(measureMask);
  const taken = objects.filter(({ crowd }) => !crowd).map(({ mask }) => measureMask(mask));
  return (mask) => {
    const measured = measureMask(mask);
    if (refusals.some((refusal) => measuredIou(measured, refusal) >= SAME)) return 'refused';
    return covered(measured, taken) < COVERED ? undefined : 'marked';
  };
}

/** Proposals that were not refused and whose object is not marked yet, in their order. */
export function offersOn<P extends { readonly mask: Rle }>(
  proposals: readonly P[],
  marks: Pick<Marks, 'objects' | 'refused'>,
): P[] {
  const answerTo = answersIn(marks);
  return proposals.filter(({ mask }) => maskArea(mask) > 0 && answerTo(mask) === undefined);
}

/** Objects share no pixel, so what they cover adds up. */
const covered = (mask: MeasuredMask, taken: readonly MeasuredMask[]): number =>
  taken.reduce((sum, other) => sum + sharedArea(mask, other), 0) / mask.area;
