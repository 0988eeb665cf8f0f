import type { Bench } from '../benches/bench.ts';
import type { Canvas } from '../canvas.ts';
import type { Random } from '../random.ts';
import { pencilMarks, scratches, stains, tape } from './marks.ts';
import { cable, pencil, rule, shavings } from './things.ts';

/** Strews unlabelled things over an unlit bench: below all parts, so that no truth changes. */
export function strew(canvas: Canvas, bench: Bench, draw: Random): void {
  const happens = (key: number, probability: number, what: (own: Random) => void) => {
    const own = draw.branch(key);
    if (own.chance(probability)) what(own);
  };
  happens(1, 0.4, (own) => stains(canvas, own));
  happens(2, 0.45, (own) => scratches(canvas, own));
  happens(3, 0.45, (own) => pencilMarks(canvas, own, bench.mark));
  happens(4, 0.22, (own) => tape(canvas, own));
  // At most one large thing: the parts are the subject.
  const large = draw.branch(5);
  const which = large.between(0, 1);
  if (which < 0.13) rule(canvas, large);
  else if (which < 0.28) cable(canvas, large);
  else if (which < 0.4) pencil(canvas, large);
  happens(6, 0.42, (own) => shavings(canvas, own));
}
