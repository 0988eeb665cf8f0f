import type { KeptFigures } from '../../metrics/kept-figures.ts';
import { count, percent, share } from '../format.ts';
import type { WhatIf } from './what-if.ts';

const inPercent = (part: number | undefined): string => percent(part === undefined ? undefined : 100 * part);

const columns: readonly {
  readonly title: string;
  readonly help: string;
  readonly read: (figures: KeptFigures) => string;
}[] = [
  { title: 'Kept', help: 'Candidates that pass', read: ({ kept }) => count(kept) },
  {
    title: 'Class',
    help: 'Class precision: of the kept that lie on a true object (IoU at least .5), the share of the right class, percent',
    read: ({ classPrecision }) => inPercent(classPrecision),
  },
  {
    title: 'M.5',
    help: 'Mask precision: of the kept, the share whose mask has an IoU of at least .5 with a true object, percent',
    read: ({ maskPrecision50 }) => inPercent(maskPrecision50),
  },
  {
    title: 'M.75',
    help: 'Mask precision: of the kept, the share whose mask has an IoU of at least .75 with a true object, percent',
    read: ({ maskPrecision75 }) => inPercent(maskPrecision75),
  },
  {
    title: 'IoU',
    help: 'Mean IoU of the kept with the true object that each overlaps most, percent',
    read: ({ meanIou }) => inPercent(meanIou),
  },
  {
    title: 'Recall',
    help: 'Of all true objects, the share that a kept candidate shows with the right class, percent',
    read: ({ recall }) => inPercent(recall),
  },
];

/** What two thresholds keep beside what one on the product keeps of the same candidates, as many of them. */
export function FigureTable({ pair, coupled, product }: Omit<WhatIf, 'fates'>) {
  const rows = [
    { title: 'Two', of: ' thresholds', mark: 'gained', figures: pair },
    {
      title: 'One',
      of: product <= 1 ? ` threshold on the product, ${share(product)}` : ' threshold on the product',
      mark: 'lost',
      figures: coupled,
    },
  ];
  return (
    <table className="plane-figures" aria-label="What the thresholds keep">
      <thead>
        <tr>
          <td
            className="corner"
            title="Two thresholds, beside one on the product of both qualities that keeps as many"
          >
            <span className="unseen">Thresholds</span>
          </td>
          {columns.map(({ title, help }) => (
            <th key={title} scope="col" title={help}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, of, mark, figures }) => (
          <tr key={mark}>
            <th scope="row">
              <i className={`swatch ${mark}`} />
              {title}
              <span className="unseen">{of}</span>
            </th>
            {columns.map((column) => (
              <td key={column.title}>{column.read(figures)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
