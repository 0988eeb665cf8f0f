/** Ranks from 1; equals share the mean of theirs. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && order[to].value === order[from].value) to++;
    for (let at = from; at < to; at++) found[order[at].i] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
}

/**
 * Spearman's rho: Pearson's correlation of the ranks, which is right with ties too.
 * @returns undefined where either list has fewer than two different values.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  if (a.length !== b.length)
    throw new RangeError(`Lists of ${a.length} and ${b.length} values have no correlation; give pairs.`);
  const [ra, rb] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  let [product, squaresA, squaresB] = [0, 0, 0];
  ra.forEach((rank, i) => {
    product += (rank - mean) * (rb[i] - mean);
    squaresA += (rank - mean) ** 2;
    squaresB += (rb[i] - mean) ** 2;
  });
  return squaresA > 0 && squaresB > 0 ? product / Math.sqrt(squaresA * squaresB) : undefined;
}
