import { labelsOf, offersOf } from '../../state/labelling.ts';
import { count } from '../format.ts';
import { useActions, useLabelling, useRun } from '../session/context.tsx';

/** What is marked in the picture. */
export function Objects() {
  const categories = useRun((facts) => facts.description?.categories) ?? [];
  const labels = useLabelling(labelsOf);
  const selected = useLabelling((facts) => facts.selected);
  const empty = useLabelling((facts) => facts.history?.present.empty ?? false);
  const joining = useLabelling((facts) => facts.tool === 'join');
  const { labelling } = useActions();
  return (
    <section className="instances" aria-label="Objects marked">
      <h3>Objects marked ({count(labels.length)})</h3>
      {labels.length === 0 && (
        <button
          type="button"
          className="button small"
          aria-pressed={empty}
          title="What shows no object teaches, too: the image counts as labelled (I)"
          onClick={labelling.toggleEmpty}
        >
          Nothing to find here
        </button>
      )}
      <ul title="Takes it in hand, to change or to remove it">
        {labels.map(({ id, category }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === selected}
              onClick={() =>
                joining ? labelling.joinWith(id) : labelling.select(id === selected ? undefined : id)
              }
            >
              <i className="swatch" style={{ background: categories[category]?.colour }} />
              {categories[category]?.name}
              <span className="muted">{id}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The same masks as a list, for those who use no pointer. */
export function Proposals() {
  const proposals = useLabelling(offersOf);
  const pointed = useLabelling((facts) => facts.pointed);
  const { labelling } = useActions();
  if (proposals.length === 0) return null;
  return (
    <section className="instances" aria-label="What the teacher sees">
      <h3>What the teacher sees ({count(proposals.length)})</h3>
      <button
        type="button"
        className="button small"
        title="Take all masks that the teacher is sure of (Y)"
        onClick={labelling.acceptAll}
      >
        Take all
      </button>
      <ul title="Takes the mask among the objects marked">
        {proposals.map((proposal, i) => (
          <li key={`${proposal.score} ${proposal.mask.counts[0]}`}>
            <button
              type="button"
              aria-pressed={i === pointed}
              onClick={() => labelling.accept(i)}
              onFocus={() => labelling.point(i)}
              onBlur={() => labelling.point(undefined)}
              onPointerEnter={() => labelling.point(i)}
              onPointerLeave={() => labelling.point(undefined)}
            >
              Take mask {i + 1}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
