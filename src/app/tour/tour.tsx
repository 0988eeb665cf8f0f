import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useActions } from '../session/context.tsx';
import { TOUR } from './steps.ts';

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels around what is shown, and from there to the words. */
const MARGIN = 6;
const CARD = { width: 360, height: 240 };

/** Where the words stand: beside what they are about, within the window. */
export function cardPlace(of: Place, window: { readonly width: number; readonly height: number }) {
  const clamp = (value: number, most: number) => Math.max(12, Math.min(value, most - 12));
  const right = of.left + of.width + 2 * MARGIN;
  const beside = right + CARD.width <= window.width ? right : of.left - CARD.width - 2 * MARGIN;
  const below = of.top + of.height + 2 * MARGIN;
  // What is as wide as the window leaves room above or below it only.
  if (beside < 0)
    return {
      left: clamp(of.left, window.width - CARD.width),
      top: clamp(
        below + CARD.height <= window.height ? below : of.top - CARD.height,
        window.height - CARD.height,
      ),
    };
  return { left: beside, top: clamp(of.top, window.height - CARD.height) };
}

/** Five steps through the page: arrow keys go on and back, Escape ends. The rest of the page waits meanwhile. */
export default function Tour() {
  const { endTour } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState(0);
  const [place, setPlace] = useState<Place>();
  const step = TOUR[at];
  useEffect(() => {
    dialog.current?.showModal();
    next.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const measure = () => {
      const target = step && document.querySelector(step.target);
      target?.scrollIntoView({ block: 'nearest' });
      const box = target?.getBoundingClientRect();
      setPlace(box && { left: box.left, top: box.top, width: box.width, height: box.height });
    };
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [step]);
  if (!step) return null;
  const last = at === TOUR.length - 1;
  const go = (to: number) => (to >= TOUR.length ? dialog.current?.close() : setAt(Math.max(0, to)));
  const press = (event: KeyboardEvent) => {
    const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!turn) return;
    event.preventDefault();
    event.stopPropagation();
    // An arrow ends nothing: the last step stays until it is closed.
    setAt(Math.min(TOUR.length - 1, Math.max(0, at + turn)));
  };
  return (
    <dialog
      ref={dialog}
      className="tour"
      aria-labelledby="tour-title"
      aria-describedby="tour-words"
      onClose={endTour}
      onKeyDown={press}
    >
      {place && (
        <div
          className="tour-hole"
          style={{
            left: place.left - MARGIN,
            top: place.top - MARGIN,
            width: place.width + 2 * MARGIN,
            height: place.height + 2 * MARGIN,
          }}
        />
      )}
      <div
        className="tour-card"
        style={place && cardPlace(place, { width: innerWidth, height: innerHeight })}
      >
        <p className="muted" role="status">
          {at + 1} of {TOUR.length}
        </p>
        <h2 id="tour-title">{step.title}</h2>
        <p id="tour-words">{step.words}</p>
        <div className="tour-buttons">
          <button
            type="button"
            className="button small"
            title="Ends the tour for good; it can be taken again from the foot of the page"
            onClick={() => dialog.current?.close()}
          >
            Skip the tour
          </button>
          <span className="spacer" />
          <button
            type="button"
            className="button small"
            disabled={at === 0}
            title="The step before (←)"
            onClick={() => go(at - 1)}
          >
            Back
          </button>
          <button
            ref={next}
            type="button"
            className="button primary"
            title={last ? 'Ends the tour (→)' : 'The next step (→)'}
            onClick={() => go(at + 1)}
          >
            {last ? 'Done' : 'Next'}
          </button>
        </div>
      </div>
    </dialog>
  );
}
