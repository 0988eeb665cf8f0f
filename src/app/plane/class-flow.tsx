import { useMemo } from 'react';
import type { CandidateSurvey } from '../../engine/protocol/pseudo-labels.ts';
import type { RunCategory } from '../../engine/protocol/run.ts';
import { confusion, countFlips } from '../../metrics/flips.ts';
import { keptByRule } from '../../metrics/kept-figures.ts';
import type { Settings } from '../../settings/schema.ts';
import { count } from '../format.ts';
import { FlipList } from './flip-list.tsx';
import { OpinionSchedule } from './opinion-schedule.tsx';

interface FlowProps {
  readonly survey: CandidateSurvey;
  readonly settings: Pick<Settings, 'correction' | 'steps'>;
  readonly categories: readonly RunCategory[];
  readonly onShow: (row: number) => void;
}

/** True class by pseudo-label's class, over the kept that lie on a true object; and what correction did to them. */
export function ClassFlow({ survey, settings, categories, onShow }: FlowProps) {
  const { table, validation, secondOpinion } = survey;
  const classes = categories.length;
  // Where nobody knows the truth of the unlabelled images, the validation images tell.
  const measured = table.objects > 0 ? table : validation;
  const { before, after, flips, corrected } = useMemo(() => {
    const judged = measured ?? table;
    const kept = keptByRule(judged);
    return {
      before: confusion(judged, judged.teacherCategory, classes, kept),
      after: confusion(judged, judged.category, classes, kept),
      flips: countFlips(judged),
      corrected: countFlips(table).corrected,
    };
  }, [table, measured, classes]);
  const similar = secondOpinion?.similarities;
  const known = measured !== undefined;
  return (
    <>
      <div className="confusions">
        {known && (
          <>
            <Matrix
              title="The teacher's class"
              cellOf={(row, column) => count(before[row * classes + column] ?? 0)}
              partOf={partsOf(before, classes)}
              of={(name, given, value) => `${name} taught as ${given}: ${value}`}
              categories={categories}
            />
            <Matrix
              title="After correction"
              cellOf={(row, column) => count(after[row * classes + column] ?? 0)}
              partOf={partsOf(after, classes)}
              of={(name, given, value) => `${name} taught as ${given}: ${value}`}
              categories={categories}
            />
          </>
        )}
        {similar && (
          <Matrix
            title="How alike the prototypes are"
            cellOf={(row, column) => hundredths(similar[row * classes + column])}
            partOf={(row, column) => similar[row * classes + column] ?? 0}
            of={(name, given, value) => `Prototypes of ${name} and ${given}: cosine ${value}`}
            categories={categories}
          />
        )}
      </div>
      <p className="muted facts">
        {known
          ? `Rows: true class of what is kept${measured === table ? '' : ' in the labelled validation images'}; columns: the class it teaches. `
          : 'Nobody knows the true classes of the unlabelled images. '}
        {similar && 'Classes whose prototypes are alike (cosine in hundredths) are hard to tell apart. '}
        {flips.corrected === 0
          ? 'No candidate has been corrected.'
          : `Of ${count(flips.corrected)} corrected candidates, ${count(flips.mended)} became right, ${count(flips.spoilt)} became wrong, ${count(flips.vain)} stayed wrong and ${count(flips.unknown)} lie on no known object.`}
      </p>
      {secondOpinion && settings.correction !== 'off' && (
        <OpinionSchedule step={survey.step} opinion={secondOpinion} steps={settings.steps} />
      )}
      {settings.correction === 'off' && (
        <p className="muted facts">Class correction is off: nothing is corrected.</p>
      )}
      {corrected > 0 && <FlipList table={table} categories={categories} onShow={onShow} />}
    </>
  );
}

/** A cell's part of its row. */
function partsOf(matrix: Uint32Array, classes: number): (row: number, column: number) => number {
  const sums = Array.from({ length: classes }, (_, row) =>
    Math.max(
      1,
      matrix.subarray(row * classes, (row + 1) * classes).reduce((sum, value) => sum + value, 0),
    ),
  );
  return (row, column) => (matrix[row * classes + column] ?? 0) / (sums[row] ?? 1);
}

const hundredths = (cosine: number | undefined): string =>
  cosine === undefined || Number.isNaN(cosine) ? '' : String(Math.round(100 * cosine));

interface MatrixProps {
  readonly title: string;
  readonly cellOf: (row: number, column: number) => string;
  /** How strongly a cell is inked, 0 to 1. */
  readonly partOf: (row: number, column: number) => number;
  /** A cell in words. */
  readonly of: (row: string, column: string, value: string) => string;
  readonly categories: readonly RunCategory[];
}

function Matrix({ title, cellOf, partOf, of, categories }: MatrixProps) {
  return (
    <table className="confusion">
      <caption>{title}</caption>
      <thead>
        <tr>
          <td className="corner" />
          {categories.map(({ name, colour }) => (
            <th key={name} scope="col" title={name}>
              <i className="swatch" style={{ background: colour }} />
              <span className="unseen">{name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {categories.map(({ name, colour }, row) => (
          <tr key={name}>
            <th scope="row" title={name}>
              <i className="swatch" style={{ background: colour }} />
              {name}
            </th>
            {categories.map((given, column) => {
              const value = cellOf(row, column);
              const ink = row === column ? 'var(--series-3)' : 'var(--series-2)';
              const part = `${Math.round(45 * Math.max(0, partOf(row, column) || 0))}%`;
              return (
                <td
                  key={given.name}
                  style={{ background: `color-mix(in oklab, ${ink} ${part}, transparent)` }}
                  title={of(name, given.name, value)}
                >
                  {value === '0' ? '' : value}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
