import type { Figure, MaskFigures } from '../metrics/evaluation.ts';
import type { PseudoLabelReport } from '../metrics/pseudo-label-report.ts';
import type { Settings } from '../settings/schema.ts';

export interface CurvePoint {
  readonly step: number;
  /** Mean loss since the point before. */
  readonly loss: number;
  /** Teacher's mask AP on the validation images, percent. */
  readonly ap: number | null;
  /** Of the unlabelled images as the teacher last saw them; while it labels. */
  readonly pseudoLabels?: PseudoLabelReport;
}

/** AP in percent; null where there is no truth. */
export interface RunResult {
  readonly method: string;
  readonly seed: number;
  /** With the method's own and the seed: what it takes to do the run again. */
  readonly settings: Settings;
  /** The dataset's test images, or its validation images where it has none. */
  readonly measuredOn: 'test' | 'validation';
  readonly ap: number | null;
  readonly ap50: number | null;
  readonly ap75: number | null;
  /** Of the student; the others are the teacher's. */
  readonly studentAp: number | null;
  /** Of training, without evaluation. */
  readonly seconds: number;
  readonly labelledImagesSeen: number;
  readonly unlabelledImagesSeen: number;
  readonly curve: readonly CurvePoint[];
}

export interface MethodSummary {
  readonly method: string;
  readonly apMean: number;
  /** Sample standard deviation over seeds; null for a single one. */
  readonly apSd: number | null;
}

export interface Results {
  readonly dataset: string;
  readonly labelled: string;
  readonly steps: number;
  /** Settings other than the defaults, in words of the command line: runs of the same experiment are not repeated. */
  readonly experiment: string;
  readonly runs: readonly RunResult[];
  readonly summary: readonly MethodSummary[];
}

export const percent = (figure: Figure): number | null => (figure === undefined ? null : figure * 100);

export const percentages = ({ ap, ap50, ap75 }: MaskFigures): Pick<RunResult, 'ap' | 'ap50' | 'ap75'> => ({
  ap: percent(ap),
  ap50: percent(ap50),
  ap75: percent(ap75),
});

/** Mean and sample standard deviation of AP per method, over the runs that have one. */
export function summarize(runs: readonly RunResult[]): MethodSummary[] {
  const methods = [...new Set(runs.map(({ method }) => method))];
  return methods.map((method) => {
    const figures = runs
      .filter((run) => run.method === method)
      .flatMap(({ ap }) => (ap === null ? [] : [ap]));
    const apMean = figures.reduce((sum, ap) => sum + ap, 0) / figures.length;
    const squares = figures.reduce((sum, ap) => sum + (ap - apMean) ** 2, 0);
    return { method, apMean, apSd: figures.length > 1 ? Math.sqrt(squares / (figures.length - 1)) : null };
  });
}

const cell = (value: number | null, digits = 1): string => (value === null ? '-' : value.toFixed(digits));

/** The runs and their means as a Markdown table. */
export function table({ runs, summary }: Pick<Results, 'runs' | 'summary'>): string {
  const rows = runs.map(
    ({ method, seed, ap, ap50, ap75, seconds, labelledImagesSeen, unlabelledImagesSeen }) => [
      method,
      String(seed),
      cell(ap),
      cell(ap50),
      cell(ap75),
      seconds.toFixed(0),
      String(labelledImagesSeen),
      String(unlabelledImagesSeen),
    ],
  );
  const means = summary.map(({ method, apMean, apSd }) => [
    `**${method}**`,
    'mean',
    `${cell(apMean)}${apSd === null ? '' : ` +- ${cell(apSd)}`}`,
    ...Array.from({ length: 5 }, () => ''),
  ]);
  const header = ['method', 'seed', 'AP', 'AP50', 'AP75', 'seconds', 'labelled seen', 'unlabelled seen'];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [header, header.map(() => '---'), ...rows, ...means].map(line).join('\n');
}
