import { type Interval, interval } from '../metrics/student-t.ts';
import type { RunResult } from './results.ts';

/** A method over its seeds, beside the others on the same seeds. */
export interface Compared {
  readonly method: string;
  /** AP of each seed, in the order of the runs. */
  readonly aps: readonly number[];
  readonly ap: Interval;
  /** AP less that of `supervised`, pair by pair; undefined without common seeds. */
  readonly overSupervised: Interval | undefined;
  readonly overCoupled: Interval | undefined;
  /** (AP - supervised) / (full - supervised) of the means over the seeds that all three have: the share of the gap closed. */
  readonly gapClosed: number | undefined;
  /** Means. */
  readonly seconds: number;
  readonly labelledSeen: number;
  readonly unlabelledSeen: number;
}

type Measured = RunResult & { readonly ap: number };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Methods in the order of their first run. */
export function compare(runs: readonly RunResult[]): Compared[] {
  const measured = runs.filter((run): run is Measured => run.ap !== null);
  const of = (method: string) => measured.filter((run) => run.method === method);
  const over = (own: readonly Measured[], method: string): Interval | undefined => {
    const others = new Map(of(method).map(({ seed, ap }) => [seed, ap]));
    const differences = own.flatMap(({ seed, ap }) => {
      const other = others.get(seed);
      return other === undefined ? [] : [ap - other];
    });
    return differences.length > 0 ? interval(differences) : undefined;
  };
  const supervised = of('supervised');
  const full = of('full');
  const closed = (own: readonly Measured[]): number => {
    const sets = [supervised, full, own].map((some) => new Set(some.map(({ seed }) => seed)));
    const common = (some: readonly Measured[]): number[] =>
      some.filter(({ seed }) => sets.every((set) => set.has(seed))).map(({ ap }) => ap);
    const [floor, ceiling, reached] = [supervised, full, own].map((some) => mean(common(some)));
    return (reached - floor) / (ceiling - floor);
  };
  return [...new Set(measured.map(({ method }) => method))].map((method) => {
    const own = of(method);
    const aps = own.map(({ ap }) => ap);
    const share = closed(own);
    return {
      method,
      aps,
      ap: interval(aps),
      overSupervised: method === 'supervised' ? undefined : over(own, 'supervised'),
      overCoupled: method === 'coupled' ? undefined : over(own, 'coupled'),
      gapClosed: Number.isFinite(share) ? share : undefined,
      seconds: mean(own.map(({ seconds }) => seconds)),
      labelledSeen: mean(own.map(({ labelledImagesSeen }) => labelledImagesSeen)),
      unlabelledSeen: mean(own.map(({ unlabelledImagesSeen }) => unlabelledImagesSeen)),
    };
  });
}

const deviation = (values: readonly number[]): string => {
  if (values.length < 2) return '';
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return ` ± ${Math.sqrt(squares / (values.length - 1)).toFixed(1)}`;
};

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(1)}`;

/** "+3.1 [+1.0, +5.2]"; without an interval where there is one seed. */
function difference(found: Interval | undefined): string {
  if (!found) return '';
  const { mean: centre, margin } = found;
  return margin === null
    ? signed(centre)
    : `${signed(centre)} [${signed(centre - margin)}, ${signed(centre + margin)}]`;
}

const columns = [
  'method',
  'seeds',
  'AP, mean ± sd',
  'over supervised [95 %]',
  'over coupled [95 %]',
  'gap closed',
  'labelled seen',
  'unlabelled seen',
  'seconds',
];

/** Methods beside each other as a Markdown table: AP in percent, paired differences with 95 % t intervals. */
export function comparisonTable(runs: readonly RunResult[]): string {
  const rows = compare(runs).map((one) => [
    one.method,
    String(one.aps.length),
    `${one.ap.mean.toFixed(1)}${deviation(one.aps)}`,
    difference(one.overSupervised),
    difference(one.overCoupled),
    one.gapClosed === undefined ? '' : `${(100 * one.gapClosed).toFixed(0)} %`,
    one.labelledSeen.toFixed(0),
    one.unlabelledSeen.toFixed(0),
    one.seconds.toFixed(0),
  ]);
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
