/** The sweeps of the mask loss and of mask qualities over one row of pixels; see row-operations.ts. */
import { define, keeping, type Value } from './assembler.ts';
import { f32x4, v128 } from './instructions.ts';
import { logistic, logOnePlus, number } from './logistic.ts';
import { endOf, forEachVector, sumAlongRows, toAddresses } from './loops.ts';

/** A comparison as numbers: 1 where it holds. */
const indicator = (holds: Value<'v128'>) => v128.and(holds, number(1));

export const makePseudoMask = define('makePseudoMask', (scope) => {
  const [target, weight, length, logits] = scope.parameters('i32', 4);
  const [tent, entropy] = scope.parameters('f32', 2);
  const end = scope.variable('i32');
  const { steps, keep } = keeping(scope);
  const q = keep(v128.load(logits));
  const { size, e, doubt } = logistic(keep, q);
  const bits = f32x4.add(logOnePlus(keep, e), f32x4.mul(f32x4.pmin(size, number(80)), doubt));
  const byTent = f32x4.mul(f32x4.splat(tent), f32x4.mul(doubt, number(2)));
  const byEntropy = f32x4.mul(f32x4.splat(entropy), f32x4.mul(bits, number(Math.LOG2E)));
  return [
    ...toAddresses([target, weight, logits]),
    end.set(endOf(target, length)),
    forEachVector([target, weight, logits], end, [
      ...steps,
      v128.store(target, indicator(f32x4.gt(q, number(0)))),
      v128.store(weight, f32x4.sub(number(1), f32x4.add(byTent, byEntropy))),
    ]),
  ];
});

export const sumMaskLoss = define('sumMaskLoss', (scope) => {
  const [sums, length, logits, target, weight, diceWeight, predicted] = scope.parameters('i32', 7);
  const end = scope.variable('i32');
  const { steps, keep } = keeping(scope);
  const x = keep(v128.load(logits));
  const y = keep(v128.load(target));
  const w = keep(v128.load(weight));
  const wDice = keep(v128.load(diceWeight));
  const { e, s } = logistic(keep, x);
  const bce = f32x4.add(f32x4.sub(f32x4.pmax(x, number(0)), f32x4.mul(x, y)), logOnePlus(keep, e));
  const weighted = keep(f32x4.mul(wDice, s));
  const inMask = keep(indicator(f32x4.gt(x, number(0))));
  const inTarget = keep(indicator(f32x4.ge(y, number(0.5))));
  const terms = [
    f32x4.mul(w, bce),
    w,
    f32x4.mul(weighted, y),
    weighted,
    f32x4.mul(wDice, y),
    v128.and(inMask, inTarget),
    inMask,
    inTarget,
  ];
  const rows = [logits, target, weight, diceWeight, predicted] as const;
  return [
    ...toAddresses([sums, ...rows]),
    end.set(endOf(logits, length)),
    ...sumAlongRows(scope, rows, end, [...steps, v128.store(predicted, s)], terms, sums),
  ];
});

export const slopeMaskLoss = define('slopeMaskLoss', (scope) => {
  const [out, length, predicted, target, weight, diceWeight] = scope.parameters('i32', 6);
  const [byBce, byOverlap, byTarget] = scope.parameters('f32', 3);
  const end = scope.variable('i32');
  const { steps, keep } = keeping(scope);
  const s = keep(v128.load(predicted));
  const y = keep(v128.load(target));
  const ofBce = f32x4.mul(f32x4.mul(f32x4.splat(byBce), v128.load(weight)), f32x4.sub(s, y));
  const ofDice = f32x4.mul(
    f32x4.mul(v128.load(diceWeight), f32x4.sub(f32x4.splat(byOverlap), f32x4.mul(f32x4.splat(byTarget), y))),
    f32x4.mul(s, f32x4.sub(number(1), s)),
  );
  return [
    ...toAddresses([out, predicted, target, weight, diceWeight]),
    end.set(endOf(out, length)),
    forEachVector([out, predicted, target, weight, diceWeight], end, [
      ...steps,
      v128.store(out, f32x4.add(ofBce, ofDice)),
    ]),
  ];
});

export const sumMaskQuality = define('sumMaskQuality', (scope) => {
  const [sums, length, logits] = scope.parameters('i32', 3);
  const end = scope.variable('i32');
  const { steps, keep } = keeping(scope);
  const q = keep(v128.load(logits));
  const { s, doubt } = logistic(keep, q);
  const inside = keep(f32x4.gt(q, number(0)));
  const terms = [v128.and(s, inside), indicator(inside), doubt, s];
  return [
    ...toAddresses([sums, logits]),
    end.set(endOf(logits, length)),
    ...sumAlongRows(scope, [logits], end, steps, terms, sums),
  ];
});
