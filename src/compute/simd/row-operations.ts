/**
 * Arithmetic on rows of floats. All rows lie in one memory, `values`; a row is the position of its first element and,
 * where it says so, a length in elements. SIMD and plain TypeScript both offer these operations, and whoever calls
 * them need not know which: their results agree to 1e-6, and each repeats its own bit for bit.
 *
 * The SIMD operations go by fours: they read, and write, up to the next multiple of four elements, so rows whose
 * length is none need room behind them.
 */
export interface RowOperations {
  /** out[i] += sum over j < 4 of weight_j * row_j[i] */
  addWeightedRows(
    out: number,
    length: number,
    row0: number,
    row1: number,
    row2: number,
    row3: number,
    weight0: number,
    weight1: number,
    weight2: number,
    weight3: number,
  ): void;

  /** sums[j] = sum over i of row[i] * row_j[i], for j < 4; length a multiple of four, as for every sum. */
  dotRows(
    sums: number,
    length: number,
    row: number,
    row0: number,
    row1: number,
    row2: number,
    row3: number,
  ): void;

  /**
   * Hard masks and pixel weights from a teacher's logits q: target = [q > 0], weight = 1 - tent * u - entropy * h, with
   * u = 1 - 2 |sigmoid(q) - 1/2| and h = H(sigmoid(q)) in bits. tent and entropy are 0 or 1.
   */
  makePseudoMask(
    target: number,
    weight: number,
    length: number,
    logits: number,
    tent: number,
    entropy: number,
  ): void;

  /**
   * predicted = s = sigmoid(x), and eight sums over the pixels: w BCE(x, y), w, w' s y, w' s, w' y, and the number of
   * pixels where x > 0 and y >= 1/2, where x > 0, and where y >= 1/2; w' is diceWeight.
   */
  sumMaskLoss(
    sums: number,
    length: number,
    logits: number,
    target: number,
    weight: number,
    diceWeight: number,
    predicted: number,
  ): void;

  /** out = byBce * w * (s - y) + w' * (byOverlap - byTarget * y) * s * (1 - s) */
  slopeMaskLoss(
    out: number,
    length: number,
    predicted: number,
    target: number,
    weight: number,
    diceWeight: number,
    byBce: number,
    byOverlap: number,
    byTarget: number,
  ): void;

  /** Four sums over logits q: s [q > 0], [q > 0], min(s, 1 - s), s; s = sigmoid(q). */
  sumMaskQuality(sums: number, length: number, logits: number): void;

  /**
   * first += rest1 * (clip * g - first), second += rest2 * ((clip * g)^2 - second),
   * parameters -= decay * parameters + rate * first / (root * sqrt(second) + epsilon),
   * teacher += emaRest * (parameters - teacher); g is the gradient
   */
  stepAdamw(
    parameters: number,
    length: number,
    gradient: number,
    first: number,
    second: number,
    teacher: number,
    clip: number,
    rest1: number,
    rest2: number,
    rate: number,
    root: number,
    epsilon: number,
    decay: number,
    emaRest: number,
  ): void;
}

/** The operations and the memory they work in. */
export interface Rows extends RowOperations {
  readonly values: Float32Array;
}

/** Memory of at least `length` elements with whatever lay there before; it holds until the next call. */
export type ReserveRows = (length: number) => Rows;
