import type { CandidateSurvey } from '../../engine/protocol.ts';
import type { KeptFigures } from '../../metrics/kept-figures.ts';
import { count, percent, share } from '../format.ts';
import type { WhatIf } from './what-if.ts';

interface TableProps {
  readonly whatIf: WhatIf;
  readonly survey: CandidateSurvey;
  readonly unlabelled: number;
}

const inPercent = (part: number | undefined): string => percent(part === undefined ? undefined : 100 * part);

const columns: readonly {
  readonly title: string;
  readonly help: string;
  readonly read: (figures: KeptFigures) => string;
}[] = [
  { title: 'Kept', help: 'Candidates that pass', read: ({ kept }) => count(kept) },
  {
    title: 'Class',
    help: 'Of the kept that lie on a true object (IoU at least .5), the share of the right class, percent',
    read: ({ classPrecision }) => inPercent(classPrecision),
  },
  {
    title: 'Mask',
    help: 'Of the kept, the share whose mask has an IoU of at least .75 with a true object, percent',
    read: ({ maskPrecision75 }) => inPercent(maskPrecision75),
  },
  {
    title: 'Right',
    help: 'Of the kept, the share with the right class and an IoU of at least .5, percent',
    read: ({ precision }) => inPercent(precision),
  },
  {
    title: 'Recall',
    help: 'Of all true objects, the share that a kept candidate shows with the right class, percent',
    read: ({ recall }) => inPercent(recall),
  },
];

/** What two thresholds keep beside what one on the product keeps of the same candidates, as many of them. */
export function FigureTable({ whatIf: { pair, coupled, product }, survey, unlabelled }: TableProps) {
  const rows = [
    { title: 'Two', mark: 'gained', figures: pair },
    { title: `One, ${share(product)}`, mark: 'lost', figures: coupled },
  ];
  const oldest = survey.table.step.reduce((least, seen) => Math.min(least, seen), survey.step);
  const age = survey.step - oldest;
  return (
    <>
      <table className="plane-figures" aria-label="What the thresholds keep">
        <thead>
          <tr>
            <th
              scope="col"
              title="Two thresholds, beside one on the product of both qualities that keeps as many"
            >
              Thresholds
            </th>
            {columns.map(({ title, help }) => (
              <th key={title} scope="col" title={help}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, mark, figures }) => (
            <tr key={mark}>
              <th scope="row">
                <i className={`swatch ${mark}`} />
                {title}
              </th>
              {columns.map((column) => (
                <td key={column.title}>{column.read(figures)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted facts">
        {count(survey.images)} of {count(unlabelled)} unlabelled images seen
        {age > 0 && `, the oldest ${count(age)} steps ago`}.{' '}
        {survey.table.objects > 0
          ? 'Percent against hidden truth, which training never sees.'
          : 'Nobody knows their truth, so only the kept are counted.'}
      </p>
    </>
  );
}
