/** Round numbers from 0 to just beyond the greatest value, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function ticksTo(greatest: number, count = 4): number[] {
  const most = greatest > 0 ? greatest : 1;
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const steps = Math.ceil((most / step) * 0.999);
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}
