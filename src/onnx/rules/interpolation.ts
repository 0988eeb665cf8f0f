/** How Resize finds values between elements along one axis; names as in the operator's specification. */
export interface Interpolation {
  readonly mode: 'nearest' | 'linear' | 'cubic';
  readonly coordinates: string;
  readonly nearest: string;
  readonly cubicCoefficient: number;
  readonly excludeOutside: boolean;
}

/** In float32, as runtimes compute it: it decides which neighbour is nearest at a tie. */
const f32 = Math.fround;

/** Where output element `at` lies on the input axis; undefined for modes that are not known. */
function coordinate(
  at: number,
  input: number,
  output: number,
  scale: number,
  mode: string,
): number | undefined {
  const half = f32(f32(f32(at + 0.5) / f32(scale)) - 0.5);
  switch (mode) {
    case 'half_pixel':
      return half;
    case 'pytorch_half_pixel':
      return output > 1 ? half : 0;
    case 'half_pixel_symmetric': {
      const centre = input / 2;
      return centre * (1 - output / (scale * input)) + half;
    }
    case 'align_corners':
      return output === 1 ? 0 : f32(f32(at * (input - 1)) / f32(output - 1));
    case 'asymmetric':
      return f32(at / f32(scale));
    default:
      return undefined;
  }
}

function nearestIndex(x: number, mode: string): number {
  switch (mode) {
    case 'round_prefer_ceil':
      return Math.floor(x + 0.5);
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return Math.ceil(x);
    default:
      return Math.ceil(x - 0.5);
  }
}

/** Keys' cubic convolution, IEEE Trans. ASSP 29 (1981): weights of the four neighbours at fraction t. */
function cubicWeights(t: number, a: number): readonly number[] {
  const near = (d: number) => (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  const far = (d: number) => a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a;
  return [far(1 + t), near(t), near(1 - t), far(2 - t)];
}

/**
 * Resize along one axis as a matrix [output, input], row-major; undefined for coordinate modes that are not known.
 * Source: ONNX, operator Resize-19.
 */
export function interpolationMatrix(
  input: number,
  output: number,
  scale: number,
  how: Interpolation,
): Float32Array | undefined {
  const matrix = new Float32Array(output * input);
  const last = input - 1;
  const add = (row: number, column: number, weight: number): void => {
    matrix[row * input + Math.min(Math.max(column, 0), last)] += weight;
  };
  for (let at = 0; at < output; at++) {
    const x = coordinate(at, input, output, scale, how.coordinates);
    if (x === undefined) return undefined;
    if (how.mode === 'nearest') {
      add(at, nearestIndex(x, how.nearest), 1);
    } else if (how.mode === 'linear') {
      const inside = Math.min(Math.max(x, 0), last);
      const left = Math.floor(inside);
      add(at, left, 1 - (inside - left));
      add(at, left + 1, inside - left);
    } else {
      const left = Math.floor(x);
      const columns = [left - 1, left, left + 1, left + 2];
      const weights = cubicWeights(x - left, how.cubicCoefficient);
      const kept = columns.map((column, i) =>
        how.excludeOutside && (column < 0 || column > last) ? 0 : (weights[i] ?? 0),
      );
      const total = how.excludeOutside ? kept.reduce((sum, weight) => sum + weight, 0) : 1;
      columns.forEach((column, i) => {
        add(at, column, (kept[i] ?? 0) / total);
      });
    }
  }
  return matrix;
}
