import type { Decision } from '../method/pseudo-labels.ts';
import type { Refusal } from '../method/rules.ts';
import type { ThresholdPair } from '../method/thresholds.ts';
import { apart } from '../metrics/apart.ts';

interface Facts {
  readonly decision: Decision;
  readonly maskQuality: number;
  readonly objectness: number;
  readonly thresholds: ThresholdPair;
  readonly coupled: number;
  readonly objectnessThreshold: number;
  /** Of the class as judged. */
  readonly className: string;
}

const figure = (value: number): string => value.toFixed(2);

const below = (value: number, limit: number): string => apart(value, limit).join(' is below ');

/** Why a candidate was kept or refused, as a sentence for people. */
export function inWords(facts: Facts): string {
  const { decision, maskQuality, objectness, thresholds, className } = facts;
  const { classQuality, verdict } = decision;
  if (verdict.kept) {
    return verdict.classWeight === 0
      ? `Kept for its mask only: mask quality ${figure(maskQuality)} suffices, class quality ${figure(classQuality)} does not.`
      : `Kept: class quality ${figure(classQuality)} and mask quality ${figure(maskQuality)} suffice for ${className}.`;
  }
  const reasons: Readonly<Record<Refusal, string>> = {
    objectness: `objectness ${below(objectness, facts.objectnessThreshold)}`,
    area: 'its mask is too small',
    class: `class quality ${below(classQuality, thresholds.class)} for ${className}`,
    mask: `mask quality ${below(maskQuality, thresholds.mask)} for ${className}`,
    product: `class times mask quality ${below(classQuality * maskQuality, facts.coupled)}`,
    crowd: 'its image has enough better ones',
  };
  return `Refused: ${verdict.refusedFor.map((reason) => reasons[reason]).join(', and ')}.`;
}
