import type { Tally } from '../training/labeller.ts';
import type { PseudoLabelFigures } from './protocol.ts';

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
