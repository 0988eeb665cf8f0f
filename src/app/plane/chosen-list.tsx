import { X } from 'lucide-react';
import type { RunCategory } from '../../engine/protocol/run.ts';
import type { CandidateTable } from '../../metrics/candidates.ts';
import { count, plural } from '../format.ts';
import { ChosenAnswers } from './chosen-answers.tsx';

/** Rows of a list that a person will read. */
const MOST = 60;

interface ListProps {
  readonly table: CandidateTable;
  readonly chosen: readonly number[];
  readonly categories: readonly RunCategory[];
  /** Of a row, in words. */
  readonly words: (row: number) => string;
  /** Whether they are of images that a person may label. */
  readonly answerable: boolean;
  readonly onShow: (row: number) => void;
  readonly onClear: () => void;
}

/** The candidates that were clicked or lassoed, each with what becomes of it; pressing one shows it on its image. */
export function ChosenList({ table, chosen, categories, words, answerable, onShow, onClear }: ListProps) {
  const listed = [...chosen].sort((a, b) => a - b).slice(0, MOST);
  return (
    <section className="chosen" aria-label="Chosen candidates">
      <header>
        <h3>{plural(chosen.length, 'candidate', 'candidates')} chosen</h3>
        <span className="spacer" />
        <button
          type="button"
          className="icon-button"
          aria-label="Choose none"
          title="Choose none"
          onClick={onClear}
        >
          <X aria-hidden="true" size={14} />
        </button>
      </header>
      {answerable && <ChosenAnswers images={[...new Set(chosen.map((row) => table.image[row]))]} />}
      <ul>
        {listed.map((row) => (
          <li key={`${table.image[row]} ${table.place[row]}`}>
            <button
              type="button"
              aria-pressed={row === chosen[0]}
              title="Shows it on its image"
              onClick={() => onShow(row)}
            >
              <i className="swatch" style={{ background: categories[table.category[row]]?.colour }} />
              <span>{words(row)}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen.length > listed.length && (
        <p className="muted">and {count(chosen.length - listed.length)} more</p>
      )}
    </section>
  );
}
