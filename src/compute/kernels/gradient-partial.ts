import code from '../../../shaders/gradient-partial.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

/** From here on an element of the gradient is unsound, as NaN and infinity are: its square would spoil the f32 sum. */
export const soundBelow = Math.fround(1e15);

/** How many partial sums suit any size: enough workgroups to fill a GPU, few enough for one to add up. */
export const normWorkgroups = 256;

/** Four sums side by side: one alone would wait for each addition to end. */
const squares = (values: Float32Array, start: number, end: number): number => {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    a += values[i] * values[i];
    b += values[i + 1] * values[i + 1];
    c += values[i + 2] * values[i + 2];
    d += values[i + 3] * values[i + 3];
  }
  for (; i < end; i++) a += values[i] * values[i];
  return a + b + (c + d);
};

/** gradient f32 [N] -> partials f32 [W, 2]: per chunk, the sum of squares and the number of unsound elements. */
export const gradientPartial = defineKernel({
  name: 'gradient-partial',
  code,
  bindings: { gradient: read('f32'), partials: readWrite('f32') },
  uniforms: { count: 'u32', workgroups: 'u32' },
  constants: { WORKGROUP: 256 },
  grid: ({ workgroups }) => [workgroups],
  twin({ gradient, partials }, { count, workgroups }) {
    const chunk = Math.ceil(count / workgroups);
    for (let group = 0; group < workgroups; group++) {
      const start = Math.min(count, group * chunk);
      const end = Math.min(count, start + chunk);
      let sum = squares(gradient, start, end);
      let unsound = 0;
      // Below this no element can have been unsound, and NaN is not below it: the usual case needs no second look.
      if (!(sum < soundBelow * soundBelow)) {
        sum = 0;
        for (let i = start; i < end; i++) {
          const value = gradient[i];
          if (Math.abs(value) < soundBelow) sum += value * value;
          else unsound++;
        }
      }
      partials[2 * group] = sum;
      partials[2 * group + 1] = unsound;
    }
  },
});
