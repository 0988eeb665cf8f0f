import { useMemo } from 'react';
import type { RunCategory } from '../../engine/protocol/run.ts';
import type { CandidateTable } from '../../metrics/candidates.ts';
import { FLIP_OUTCOMES, type FlipOutcome, flipOutcome } from '../../metrics/flips.ts';
import { count, share } from '../format.ts';

interface ListProps {
  readonly table: CandidateTable;
  readonly categories: readonly RunCategory[];
  readonly onShow: (row: number) => void;
}

/** Rows of a list that a person will read. */
const MOST = 60;

const inWords: Readonly<Record<FlipOutcome, string>> = {
  mended: 'now right',
  spoilt: 'now wrong',
  vain: 'wrong still',
  unknown: 'truth unknown',
};

/** Corrected candidates: old and new class with both opinions, and what it did; pressing one shows it on its image. */
export function FlipList({ table, categories, onShow }: ListProps) {
  const flips = useMemo(() => {
    const found: { row: number; outcome: FlipOutcome }[] = [];
    for (let row = 0; row < table.count; row++) {
      const outcome = flipOutcome(table, row);
      if (outcome) found.push({ row, outcome });
    }
    const rank = ({ outcome }: { outcome: FlipOutcome }) => FLIP_OUTCOMES.indexOf(outcome);
    return found.sort((a, b) => rank(a) - rank(b));
  }, [table]);
  const name = (category: number | undefined) => categories[category ?? -1]?.name ?? 'none';
  return (
    <section className="chosen flips" aria-label="Corrected candidates">
      <ul>
        {flips.slice(0, MOST).map(({ row, outcome }) => {
          const second = table.opinionCategory[row] ?? -1;
          return (
            <li key={`${table.image[row]} ${table.place[row]}`}>
              <button type="button" title="Shows it on its image" onClick={() => onShow(row)}>
                <i className="swatch" style={{ background: categories[table.category[row] ?? -1]?.colour }} />
                <span>
                  {name(table.teacherCategory[row])} → {name(table.category[row])}: teacher{' '}
                  {share(table.teacherQuality[row])}
                  {second >= 0 && `, second opinion ${name(second)} ${share(table.opinionQuality[row])}`},{' '}
                  <strong>{inWords[outcome]}</strong>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {flips.length > MOST && <p className="muted">and {count(flips.length - MOST)} more</p>}
    </section>
  );
}
