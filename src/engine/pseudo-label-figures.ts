import type { CandidateTable } from '../metrics/candidates.ts';
import { keptByRule, keptFigures } from '../metrics/kept-figures.ts';
import type { Tally } from '../training/labeller.ts';
import type { PseudoLabelFigures, PseudoLabelWorth } from './protocol/pseudo-labels.ts';

/** What the rule in force has kept, against truth. @param table undefined where no truth is known. */
export function worthOf(table: CandidateTable | undefined): PseudoLabelWorth {
  const figures = table && keptFigures(table, keptByRule(table));
  return {
    precision: figures?.precision,
    classPrecision: figures?.classPrecision,
    maskPrecision: figures?.maskPrecision75,
    recall: figures?.recall,
  };
}

export function figuresOf({ candidates, kept, corrected, refused }: Tally): PseudoLabelFigures {
  return {
    candidates,
    kept,
    corrected,
    refusedForClass: refused.class,
    refusedForMask: refused.mask,
    refusedOtherwise: refused.objectness + refused.area + refused.product + refused.crowd,
  };
}

/** Figures weighted `a` and `b`. */
export function blendFigures(
  one: PseudoLabelFigures,
  a: number,
  other: PseudoLabelFigures,
  b: number,
): PseudoLabelFigures {
  const mix = (name: keyof PseudoLabelFigures): number => a * one[name] + b * other[name];
  return {
    candidates: mix('candidates'),
    kept: mix('kept'),
    corrected: mix('corrected'),
    refusedForClass: mix('refusedForClass'),
    refusedForMask: mix('refusedForMask'),
    refusedOtherwise: mix('refusedOtherwise'),
  };
}
