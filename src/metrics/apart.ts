/** Most decimals that help anyone: beyond them it is rounding. */
const MOST = 6;

/** A value and the limit that it misses, with as many decimals, two at least, as it takes to see that they differ. */
export function apart(value: number, limit: number): readonly [string, string] {
  let decimals = 2;
  while (decimals < MOST && value.toFixed(decimals) === limit.toFixed(decimals)) decimals++;
  return [value.toFixed(decimals), limit.toFixed(decimals)];
}
