import { Undo2 } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { answersIn } from '../../labels/offers.ts';
import { Answers } from '../labelling/answers.tsx';
import { useActions, useLabelling, useViewer } from '../session/context.tsx';
import { bindShortcuts } from '../shortcuts/bind.ts';
import { planeShortcuts } from '../shortcuts/table.ts';

const said = {
  marked: 'Its object is marked: go on with the other masks of its image.',
  refused: 'It is refused, and not offered again: go on with the other masks of its image.',
} as const;

/**
 * Accepts or refuses the candidate that is shown on its image, by buttons and, anywhere in the panel, by the keys of a
 * review; once it is answered these are the review's again.
 * @param images of all that were chosen: what one goes on with.
 */
export function ChosenAnswers({ images }: { readonly images: readonly number[] }) {
  const chosen = useViewer((facts) => facts.chosen);
  const marks = useLabelling(({ image, history }) =>
    image === chosen?.image ? history?.present : undefined,
  );
  const mask = chosen?.mask;
  const answer = useMemo(() => (marks && mask ? answersIn(marks)(mask) : undefined), [marks, mask]);
  const { labelling } = useActions();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const panel = place.current?.closest<HTMLElement>('.plane-panel');
    if (!panel || answer) return;
    return bindShortcuts(planeShortcuts, (accepts) => void labelling.answerChosen(accepts, images), panel);
  }, [answer, labelling, images]);
  const press = (accepts: boolean) => {
    // The button goes; who works by keyboard stays where it was.
    place.current?.focus();
    void labelling.answerChosen(accepts, images);
  };
  return (
    <div ref={place} className="chosen-answers" tabIndex={-1}>
      {answer ? (
        <button
          type="button"
          className="button small"
          title="Takes the last edit of its image back (Ctrl+Z)"
          onClick={labelling.undo}
        >
          <Undo2 aria-hidden="true" size={14} />
          Undo
        </button>
      ) : (
        <Answers disabled={!mask} onAnswer={press} />
      )}
      <p className="muted facts" role="status">
        {answer
          ? said[answer]
          : 'Its image then stays open for its other masks, and teaches when you leave it.'}
      </p>
    </div>
  );
}
