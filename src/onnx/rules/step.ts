import { float } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';

/**
 * Slope of the hard sigmoid that stands for a step: 1 from x = 1e-30 on, and no overflow below 3e8. One pass, where
 * Greater and Where take two, and ONNX Runtime's WebGPU provider has no Sign.
 */
const steep = 1e30;

/** 1 where x > 0, else 0. */
export function step(g: Builder, x: Value): Value {
  return g.one('HardSigmoid', [x], { alpha: float(steep), beta: float(0) });
}

/** -1, 0 or 1. */
export function signOf(g: Builder, x: Value): Value {
  const half = g.one('HardSigmoid', [x], { alpha: float(steep), beta: float(0.5) });
  return g.sub(g.mul(half, 2), 1);
}
