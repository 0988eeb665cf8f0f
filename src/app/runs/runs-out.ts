import type { KeptRun } from '../../state/runs.ts';
import { runName } from '../../state/runs.ts';

const columns: readonly (readonly [string, (run: KeptRun, at: number) => string | number | undefined])[] = [
  ['run', ({ id }) => id],
  ['settings', (run) => runName(run)],
  ['ablation step', ({ ablation }) => ablation?.step],
  ['seed', ({ settings }) => settings.seed],
  ['step', ({ scores }, at) => scores.step[at]],
  ['AP', ({ scores }, at) => scores.ap[at]],
  ['AP50', ({ scores }, at) => scores.ap50[at]],
  ['AP75', ({ scores }, at) => scores.ap75[at]],
  ['seconds trained', ({ seconds }) => seconds],
  ['device', ({ device }) => device],
];

/** RFC 4180; a figure that is none is left empty. */
function cell(value: string | number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Every evaluation of runs as a row. */
export const runsAsCsv = (runs: readonly KeptRun[]): string =>
  `${[
    columns.map(([title]) => title),
    ...runs.flatMap((run) => run.scores.step.map((_, at) => columns.map(([, read]) => cell(read(run, at))))),
  ]
    .map((cells) => cells.join(','))
    .join('\r\n')}\r\n`;

/** Runs with all their settings and curves; a figure that is none is null. */
export const runsAsJson = (runs: readonly KeptRun[]): string =>
  JSON.stringify({ penumbra: 'runs', version: 1, runs }, null, 2);
