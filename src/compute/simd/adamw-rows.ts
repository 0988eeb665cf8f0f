/** One step of AdamW on a run of parameters that share their rates; see row-operations.ts. */
import { define, keeping, type Value } from './assembler.ts';
import { f32x4, v128 } from './instructions.ts';
import { endOf, forEachVector, toAddresses } from './loops.ts';

export const stepAdamw = define('stepAdamw', (scope) => {
  const [parameters, length, gradient, first, second, teacher] = scope.parameters('i32', 6);
  const figures = scope.parameters('f32', 8);
  const [clip, rest1, rest2, rate, root, epsilon, decay, emaRest] = figures.map(f32x4.splat);
  const end = scope.variable('i32');
  const { steps, keep } = keeping(scope);
  /** old + rest * (next - old): unlike (1 - rest) * old + rest * next, its weights add up to 1 in floats, too. */
  const movingAverage = (old: Value<'v128'>, next: Value<'v128'>, rest: Value<'v128'>) =>
    f32x4.add(old, f32x4.mul(rest, f32x4.sub(next, old)));
  const p = keep(v128.load(parameters));
  const g = keep(f32x4.mul(clip, v128.load(gradient)));
  const m = keep(movingAverage(keep(v128.load(first)), g, rest1));
  const v = keep(movingAverage(keep(v128.load(second)), f32x4.mul(g, g), rest2));
  const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), root), epsilon);
  const stepBy = f32x4.add(f32x4.mul(decay, p), f32x4.div(f32x4.mul(rate, m), denominator));
  const next = keep(f32x4.sub(p, stepBy));
  const ema = movingAverage(keep(v128.load(teacher)), next, emaRest);
  return [
    ...toAddresses([parameters, gradient, first, second, teacher]),
    end.set(endOf(parameters, length)),
    forEachVector([parameters, gradient, first, second, teacher], end, [
      ...steps,
      v128.store(first, m),
      v128.store(second, v),
      v128.store(parameters, next),
      v128.store(teacher, ema),
    ]),
  ];
});
