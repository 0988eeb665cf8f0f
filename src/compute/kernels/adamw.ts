import code from '../../../shaders/adamw.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { gradientStatus } from './gradient-total.ts';
import { reserveRows } from './row-arithmetic.ts';

/** `firstCorrection` and `secondCorrection`, 1 - beta^t: what undoes the moments' start at zero. `step` t is 1-based. */
export const biasCorrections = (
  beta1: number,
  beta2: number,
  step: number,
): { readonly firstCorrection: number; readonly secondCorrection: number } => ({
  firstCorrection: 1 - beta1 ** step,
  secondCorrection: 1 - beta2 ** step,
});

/** Parameters a block holds: its five rows, 80 KiB, stay in the second-level cache from copy to copy. */
const blockLength = 4096;

/**
 * One step of AdamW on flat f32 [N] buffers, with global-norm clipping (from `status`), learning rate and weight decay
 * per parameter group, and the teacher's moving average. Where `status` says that the gradient is not finite, nothing
 * is written.
 */
export const adamw = defineKernel({
  name: 'adamw',
  code,
  bindings: {
    parameters: readWrite('f32'),
    gradient: read('f32'),
    first: readWrite('f32'),
    second: readWrite('f32'),
    teacher: readWrite('f32'),
    status: read('f32'),
    groups: read('u32'),
    rates: read('f32'),
  },
  uniforms: {
    count: 'u32',
    learningRate: 'f32',
    beta1: 'f32',
    beta2: 'f32',
    epsilon: 'f32',
    weightDecay: 'f32',
    firstCorrection: 'f32',
    secondCorrection: 'f32',
    emaDecay: 'f32',
  },
  grid: ({ count }) => [Math.ceil(count / 256)],
  twin(buffers, uniforms) {
    const { status, groups, rates } = buffers;
    if (status[gradientStatus.finite] < 0.5) return;
    const { count, learningRate, weightDecay, epsilon } = uniforms;
    const clip = status[gradientStatus.clipScale];
    const rest1 = 1 - uniforms.beta1;
    const rest2 = 1 - uniforms.beta2;
    const root = 1 / Math.sqrt(uniforms.secondCorrection);
    const emaRest = 1 - uniforms.emaDecay;
    const arrays = ['parameters', 'gradient', 'first', 'second', 'teacher'] as const;
    const [p, g, m, v, ema] = arrays.map((_, i) => i * blockLength);
    const rows = reserveRows(arrays.length * blockLength);
    // One byte per element: both devices are little-endian, as every machine with WebGPU or WebAssembly is.
    const groupOf = new Uint8Array(groups.buffer, groups.byteOffset, groups.byteLength);
    let start = 0;
    while (start < count) {
      // A run of elements that share a group, so that the loop over them is all arithmetic.
      const group = groupOf[start];
      const most = Math.min(count, start + blockLength);
      let end = start + 1;
      while (end < most && groupOf[end] === group) end++;
      const length = end - start;
      const rate = learningRate * rates[2 * group];
      const decay = rate * weightDecay * rates[2 * group + 1];
      const corrected = rate / uniforms.firstCorrection;
      arrays.forEach((name, i) => {
        rows.values.set(buffers[name].subarray(start, end), i * blockLength);
      });
      rows.stepAdamw(p, length, g, m, v, ema, clip, rest1, rest2, corrected, root, epsilon, decay, emaRest);
      const row = (at: number) => rows.values.subarray(at, at + length);
      buffers.parameters.set(row(p), start);
      buffers.first.set(row(m), start);
      buffers.second.set(row(v), start);
      // Without a moving average the teacher is the student, to the last bit.
      buffers.teacher.set(row(uniforms.emaDecay > 0 ? ema : p), start);
      start = end;
    }
  },
});
