import code from '../../../shaders/turn-planes.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

const threads = 64;
/** Workgroups in one direction at most, as every WebGPU adapter has them. */
const groups = 32_768;

/** A turn is a sum of these: the plane is transposed first, then mirrored. */
export const TURN = { acrossMirror: 1, downMirror: 2, transpose: 4 } as const;

/** Where a pixel of the turned plane comes from: a row-major place in a square of `side`. */
export function turnedFrom(place: number, side: number, turn: number): number {
  let x = place % side;
  let y = Math.floor(place / side);
  if (turn & TURN.transpose) [x, y] = [y, x];
  if (turn & TURN.acrossMirror) x = side - 1 - x;
  if (turn & TURN.downMirror) y = side - 1 - y;
  return y * side + x;
}

/** Flips and quarter turns of square planes [N, S, S], eight in all; `size` is N * S * S. Exact. */
export const turnPlanes = defineKernel({
  name: 'turn-planes',
  code,
  bindings: { source: read('f32'), turned: readWrite('f32') },
  uniforms: { size: 'u32', side: 'u32', turn: 'u32' },
  grid({ size }) {
    const blocks = Math.ceil(size / threads);
    return [Math.min(blocks, groups), Math.ceil(blocks / groups)];
  },
  elements: ({ size }) => ({ source: size, turned: size }),
  twin({ source, turned }, { size, side, turn }) {
    const area = side * side;
    const places = Uint32Array.from({ length: area }, (_, place) => turnedFrom(place, side, turn));
    for (let first = 0; first < size; first += area)
      for (let place = 0; place < area; place++) turned[first + place] = source[first + places[place]];
  },
});
