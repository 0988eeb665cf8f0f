import { useMemo } from 'react';
import type { RunCategory } from '../../engine/protocol.ts';
import type { CandidateTable } from '../../metrics/candidates.ts';
import { confusion, countFlips } from '../../metrics/flips.ts';
import { keptByRule } from '../../metrics/kept-figures.ts';
import { count } from '../format.ts';

interface FlowProps {
  readonly table: CandidateTable;
  readonly categories: readonly RunCategory[];
}

/** True class by pseudo-label's class, over the kept that lie on a true object; and what correction did to them. */
export function ClassFlow({ table, categories }: FlowProps) {
  const classes = categories.length;
  const { before, after, flips } = useMemo(() => {
    const kept = keptByRule(table);
    return {
      before: confusion(table, table.teacherCategory, classes, kept),
      after: confusion(table, table.category, classes, kept),
      flips: countFlips(table),
    };
  }, [table, classes]);
  return (
    <>
      <div className="confusions">
        <Matrix title="The teacher's class" matrix={before} categories={categories} />
        <Matrix title="After correction" matrix={after} categories={categories} />
      </div>
      <p className="muted facts">
        Rows: true class of kept pseudo-labels; columns: the class they teach.{' '}
        {flips.corrected === 0
          ? 'No candidate has been corrected.'
          : `Of ${count(flips.corrected)} corrected candidates, ${count(flips.mended)} became right, ${count(flips.spoilt)} became wrong, ${count(flips.vain)} stayed wrong and ${count(flips.unknown)} lie on no known object.`}
      </p>
    </>
  );
}

interface MatrixProps {
  readonly title: string;
  readonly matrix: Uint32Array;
  readonly categories: readonly RunCategory[];
}

function Matrix({ title, matrix, categories }: MatrixProps) {
  const classes = categories.length;
  return (
    <table className="confusion">
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          {categories.map(({ name, colour }) => (
            <th key={name} scope="col" title={name}>
              <i className="swatch" style={{ background: colour }} />
              <span className="unseen">{name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {categories.map(({ name, colour }, row) => {
          const cells = matrix.subarray(row * classes, (row + 1) * classes);
          const all = Math.max(
            1,
            cells.reduce((sum, value) => sum + value, 0),
          );
          return (
            <tr key={name}>
              <th scope="row" title={name}>
                <i className="swatch" style={{ background: colour }} />
                <span className="unseen">{name}</span>
              </th>
              {categories.map((given, column) => {
                const value = cells[column] ?? 0;
                const ink = row === column ? 'var(--series-3)' : 'var(--series-2)';
                const part = `${Math.round((45 * value) / all)}%`;
                return (
                  <td
                    key={given.name}
                    style={{ background: `color-mix(in oklab, ${ink} ${part}, transparent)` }}
                    title={`${name} taught as ${given.name}: ${value}`}
                  >
                    {value > 0 ? value : ''}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
