import { useEffect, useMemo, useState } from 'react';
import type { CandidateTable } from '../../metrics/candidates.ts';
import { useActions } from '../session/context.tsx';
import type { FinishedRun } from './finished-run.ts';
import { carriedOver } from './selection.ts';

/**
 * The candidates that a person chose in the plane, as rows of the present table, the one that is shown on its image
 * first. A choice outlives new surveys as far as its images have not been looked at anew.
 * @param words why a row is kept or refused.
 * @param finished what the table is of, where that is not the page's own run.
 */
export function useChosen(
  table: CandidateTable | undefined,
  words: (row: number) => string,
  finished: Pick<FinishedRun, 'mask'> | undefined,
) {
  const { showCandidate } = useActions();
  const [kept, setKept] = useState<{ readonly rows: readonly number[]; readonly of: CandidateTable }>();
  const chosen = useMemo(() => (kept && table ? carriedOver(kept.rows, kept.of, table) : []), [kept, table]);
  const gone = kept !== undefined && kept.rows.length > 0 && chosen.length === 0;
  useEffect(() => {
    // What was said of it would stand beside a picture without it.
    if (gone) void showCandidate(undefined);
  }, [gone, showCandidate]);
  const choose = (rows: readonly number[]) => {
    if (!table) return;
    setKept({ rows, of: table });
    const [row] = rows;
    void showCandidate(
      row === undefined
        ? undefined
        : {
            image: table.image[row],
            place: table.place[row],
            step: table.step[row],
            category: table.category[row],
            words: words(row),
          },
      row !== undefined && finished ? () => finished.mask(row) : undefined,
    );
  };
  const show = (row: number) => choose([row, ...chosen.filter((other) => other !== row)]);
  return { chosen, choose, show };
}
