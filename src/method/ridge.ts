/** Scores of classes for a descriptor, and what they are worth as probabilities. */
export interface RidgeClassifier {
  /** p over the K classes; 0 for a class that it was never shown. */
  probabilities(descriptor: Float32Array): Float32Array;
}

/** A labelled object, described once or more: under its mask, and under masks that are not quite its own. */
export interface Example {
  readonly category: number;
  readonly descriptors: readonly Float32Array[];
}

/** Rows of the system at most: its cost grows with their cube. */
export const MOST_ROWS = 600;
/** Standard deviations beyond which a figure says no more. */
const BOUND = 2;
const penalties = [0.003, 0.03, 0.3];
const temperatures = Array.from({ length: 24 }, (_, i) => 0.02 * 1.25 ** i);

/**
 * Least squares with a penalty (ridge regression) from standardised descriptors to one class or another, in its dual
 * form: few examples, many figures. The penalty, and the temperature of the softmax that makes probabilities of scores,
 * are those that give the examples their classes with the greatest likelihood when each object is left out in turn; for
 * ridge regression that takes no refitting (PRESS: Allen 1974).
 * @returns undefined where fewer than two classes have two examples: then there is nothing to tell apart.
 */
export function fitRidge(examples: readonly Example[], classes: number): RidgeClassifier | undefined {
  const used = thinned(examples.filter(({ descriptors }) => descriptors.length > 0));
  const counts = new Float64Array(classes);
  for (const { category } of used) counts[category]++;
  if (counts.filter((count) => count >= 2).length < 2) return undefined;

  const described = used.flatMap(({ descriptors }) => descriptors);
  const categories = used.flatMap(({ category, descriptors }) => descriptors.map(() => category));
  const scaling = scalingOf(described);
  const rows = described.map((descriptor) => standardised(descriptor, scaling));
  const { width } = scaling;
  const n = rows.length;
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) kernel[i * n + j] = kernel[j * n + i] = product(rows[i], rows[j]) / width;

  const shares = counts.map((count) => count / used.length);
  const known = [...counts.keys()].filter((k) => counts[k] > 0);
  const { temperature, dual } = likeliest(kernel, {
    categories,
    objects: objectsOf(used),
    shares,
    known,
  });
  const directions = Array.from(shares, (_, k) => {
    const direction = new Float64Array(width);
    rows.forEach((row, i) => {
      for (let d = 0; d < width; d++) direction[d] += (dual[i][k] * row[d]) / width;
    });
    return direction;
  });
  return {
    probabilities: (descriptor) => {
      const row = standardised(descriptor, scaling);
      const scores = Float64Array.from(directions, (direction, k) => shares[k] + product(direction, row));
      return Float32Array.from(softmax(scores, known, temperature));
    },
  };
}

/** Evenly over all of them. */
function thinned(examples: readonly Example[]): readonly Example[] {
  const rows = examples.reduce((sum, { descriptors }) => sum + descriptors.length, 0);
  const every = Math.max(1, rows / MOST_ROWS);
  return Array.from(
    { length: Math.floor(examples.length / every) },
    (_, i) => examples[Math.floor(i * every)],
  );
}

/** Rows of each object. */
function objectsOf(examples: readonly Example[]): number[][] {
  let row = 0;
  return examples.map(({ descriptors }) => descriptors.map(() => row++));
}

interface Fit {
  readonly loss: number;
  readonly temperature: number;
  readonly dual: readonly Float64Array[];
}

/** The penalty and the temperature that give left-out objects their classes with the greatest likelihood. */
function likeliest(
  kernel: Float64Array,
  {
    categories,
    objects,
    shares,
    known,
  }: {
    readonly categories: readonly number[];
    readonly objects: readonly (readonly number[])[];
    readonly shares: Float64Array;
    readonly known: readonly number[];
  },
): Fit {
  const targets = categories.map((category) => shares.map((share, k) => (k === category ? 1 : 0) - share));
  const fits = penalties.flatMap((penalty) => {
    const { dual, leftOut } = solve(kernel, targets, penalty, objects);
    const scores = leftOut.map((row) => row.map((value, k) => shares[k] + value));
    return temperatures.map((temperature): Fit => {
      const likelihood = (row: Float64Array, i: number): number =>
        Math.log(softmax(row, known, temperature)[categories[i]] + 1e-9);
      const loss = -scores.reduce((sum, row, i) => sum + likelihood(row, i), 0);
      return { loss, temperature, dual };
    });
  });
  return fits.reduce((best, fit) => (fit.loss < best.loss ? fit : best));
}

/**
 * Kernel ridge regression: dual weights a = A y with A = (K + penalty I)^-1, and what the rows of each object would be
 * given without it, y_o - (A_oo)^-1 a_o.
 * @param kernel [n, n], symmetric and positive.
 * @param targets n rows of K values.
 * @param objects rows of each object; together all rows.
 */
export function solve(
  kernel: Float64Array,
  targets: readonly Float64Array[],
  penalty: number,
  objects: readonly (readonly number[])[],
): { readonly dual: Float64Array[]; readonly leftOut: Float64Array[] } {
  const n = targets.length;
  const inverse = inverted(kernel, n, penalty);
  const dual = targets.map((row, i) =>
    row.map((_, k) => targets.reduce((sum, other, j) => sum + inverse[i * n + j] * other[k], 0)),
  );
  const leftOut = [...targets];
  for (const rows of objects) {
    const size = rows.length;
    const block = Float64Array.from(rows.flatMap((i) => rows.map((j) => inverse[i * n + j])));
    const back = inverted(block, size, 0);
    rows.forEach((i, a) => {
      leftOut[i] = targets[i].map(
        (target, k) => target - rows.reduce((sum, j, b) => sum + back[a * size + b] * dual[j][k], 0),
      );
    });
  }
  return { dual, leftOut };
}

interface Scaling {
  readonly width: number;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

function scalingOf(descriptors: readonly Float32Array[]): Scaling {
  const width = descriptors[0].length;
  const mean = new Float64Array(width);
  const spread = new Float64Array(width);
  for (const row of descriptors) for (let d = 0; d < width; d++) mean[d] += row[d] / descriptors.length;
  for (const row of descriptors)
    for (let d = 0; d < width; d++) spread[d] += (row[d] - mean[d]) ** 2 / descriptors.length;
  return { width, mean, spread: spread.map((variance) => Math.sqrt(variance) + 1e-6) };
}

const standardised = (descriptor: Float32Array, { mean, spread }: Scaling): Float64Array =>
  mean.map((centre, d) => Math.max(-BOUND, Math.min(BOUND, (descriptor[d] - centre) / spread[d])));

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

function softmax(scores: Float64Array, known: readonly number[], temperature: number): Float64Array {
  const most = Math.max(...known.map((k) => scores[k]));
  const chances = new Float64Array(scores.length);
  let sum = 0;
  for (const k of known) {
    chances[k] = Math.exp((scores[k] - most) / temperature);
    sum += chances[k];
  }
  return chances.map((chance) => chance / sum);
}

/** (kernel + penalty I)^-1 by Cholesky: symmetric and positive. */
function inverted(kernel: Float64Array, n: number, penalty: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = kernel[i * n + j] + (i === j ? penalty : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j];
    }
  }
  // Columns of the inverse of the lower triangle, then their products.
  const half = new Float64Array(n * n);
  for (let c = 0; c < n; c++) {
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= lower[i * n + k] * half[k * n + c];
      half[i * n + c] = sum / lower[i * n + i];
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += half[k * n + i] * half[k * n + j];
      inverse[i * n + j] = inverse[j * n + i] = sum;
    }
  }
  return inverse;
}
