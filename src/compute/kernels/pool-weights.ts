import code from '../../../shaders/pool-weights.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

/** Values of the uniform `mode`: what the planes hold. */
export const poolMode = { coverage: 0, logits: 1 } as const;

/** A slot that says: leave this mask out. */
export const noSlot = 0xffff_ffff;

/**
 * Pooling weights at stride 4 from mask planes [R, M*M] at stride 2: `inside` (the mask) and `ring` (a two-pixel band
 * along its boundary), each row summing to 1, or all zero where there is nothing to pool. Mask r fills row slots[r] of
 * both outputs [*, M/2 * M/2]; rows that no mask fills are left alone, so hand in zeros. `count` is R; M is even.
 */
export const poolWeights = defineKernel({
  name: 'pool-weights',
  code,
  bindings: { planes: read('f32'), slots: read('u32'), inside: readWrite('f32'), ring: readWrite('f32') },
  uniforms: { count: 'u32', maskSide: 'u32', mode: 'u32' },
  grid: ({ count }) => [count],
  elements: ({ count, maskSide }) => ({ planes: count * maskSide * maskSide, slots: count }),
  twin({ planes, slots, inside, ring }, { count, maskSide, mode }) {
    const side = maskSide >> 1;
    const mask = new Float32Array(side * side);
    for (let index = 0; index < count; index++) {
      const slot = slots[index];
      if (slot === noSlot) continue;
      const row = slot * side * side;
      const plane = index * maskSide * maskSide;
      const area =
        mode === poolMode.logits ? halveHard(mask, planes, plane, side) : halve(mask, planes, plane, side);
      const scale = area === 0 ? 0 : 1 / area;
      for (let i = 0; i < mask.length; i++) inside[row + i] = mask[i] * scale;
      fillBand(ring, row, mask, side);
    }
  },
});

/** 2x2 means of coverage; returns their sum. */
function halve(mask: Float32Array, planes: Float32Array, plane: number, side: number): number {
  let sum = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const above = plane + 4 * y * side + 2 * x;
      const below = above + 2 * side;
      const mean = 0.25 * (planes[above] + planes[above + 1] + planes[below] + planes[below + 1]);
      mask[y * side + x] = mean;
      sum += mean;
    }
  }
  return sum;
}

/** 2x2 means of [q > 0]; returns their sum. */
function halveHard(mask: Float32Array, planes: Float32Array, plane: number, side: number): number {
  let sum = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const above = plane + 4 * y * side + 2 * x;
      const below = above + 2 * side;
      let inside = planes[above] > 0 ? 1 : 0;
      if (planes[above + 1] > 0) inside++;
      if (planes[below] > 0) inside++;
      if (planes[below + 1] > 0) inside++;
      mask[y * side + x] = 0.25 * inside;
      sum += 0.25 * inside;
    }
  }
  return sum;
}

/** (max - min) over 3x3 neighbourhoods clipped at the border, divided by its sum. */
function fillBand(ring: Float32Array, row: number, mask: Float32Array, side: number): void {
  let sum = 0;
  for (let y = 0; y < side; y++) {
    const above = Math.max(y - 1, 0) * side;
    const here = y * side;
    const below = Math.min(y + 1, side - 1) * side;
    for (let x = 0; x < side; x++) {
      const left = Math.max(x - 1, 0);
      const right = Math.min(x + 1, side - 1);
      let least = mask[here + x];
      let most = least;
      for (let u = left; u <= right; u++) {
        const a = mask[above + u];
        const b = mask[here + u];
        const c = mask[below + u];
        least = Math.min(least, a, b, c);
        most = Math.max(most, a, b, c);
      }
      ring[row + here + x] = most - least;
      sum += most - least;
    }
  }
  const scale = sum === 0 ? 0 : 1 / sum;
  for (let i = row; i < row + mask.length; i++) ring[i] *= scale;
}
