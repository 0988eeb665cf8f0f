import type { CandidateTable } from '../../metrics/candidates.ts';
import { count } from '../format.ts';
import { WHAT_IFS, type WhatIf } from './what-if.ts';

const symbols = {
  kept: <circle cx="6" cy="6" r="3.4" />,
  class: <rect x="1.5" y="4.8" width="9" height="2.4" />,
  mask: <rect x="4.8" y="1.5" width="2.4" height="9" />,
  both: <rect x="4" y="4" width="4" height="4" />,
  corrected: <path d="M6 1l5 5-5 5-5-5z" />,
} as const;

const rows: readonly {
  readonly mark: keyof typeof symbols;
  readonly title: string;
  readonly help: string;
}[] = [
  { mark: 'kept', title: 'kept', help: 'Both qualities reach their thresholds' },
  { mark: 'class', title: 'class', help: 'Refused: class quality is too low' },
  { mark: 'mask', title: 'mask', help: 'Refused: mask quality is too low' },
  { mark: 'both', title: 'both', help: 'Refused: both qualities are too low' },
  { mark: 'corrected', title: 'corrected', help: 'The second opinion changed its class' },
];

/** What the marks mean, and how many there are of each. */
export function PlaneKey({ table, fates }: { readonly table: CandidateTable } & Pick<WhatIf, 'fates'>) {
  const numbers = { kept: 0, class: 0, mask: 0, both: 0, other: 0, corrected: 0 };
  fates.forEach((fate, row) => {
    const name = WHAT_IFS[fate] ?? 'other';
    numbers[name]++;
    if (name !== 'other' && table.category[row] !== table.teacherCategory[row]) numbers.corrected++;
  });
  return (
    <ul className="plane-key" aria-label="What becomes of the candidates">
      {rows.map(({ mark, title, help }) => (
        <li key={mark} title={help}>
          <svg className={mark} width="12" height="12" aria-hidden="true">
            {symbols[mark]}
          </svg>
          {title} {count(numbers[mark])}
        </li>
      ))}
    </ul>
  );
}
