import { lazy, Suspense } from 'react';
import { useActions, useLook } from '../session/context.tsx';

const Tour = lazy(() => import('./tour.tsx'));

/** Asks once whether a person wants to be shown around; later the tour is a link among others. */
export function Invitation() {
  const open = useLook((facts) => facts.tourOpen);
  const done = useLook((facts) => facts.tourDone);
  const { startTour, endTour } = useActions();
  return (
    <span className="invitation">
      {!done && <strong>New here? </strong>}
      <button
        type="button"
        className={done ? 'link' : 'button small'}
        title="Five steps around the page"
        onClick={startTour}
      >
        {done ? 'Tour' : 'Take the tour'}
      </button>
      {!done && (
        <button
          type="button"
          className="link"
          title="Does not ask again; the tour stays down here"
          onClick={endTour}
        >
          No, thanks
        </button>
      )}
      {open && (
        <Suspense>
          <Tour />
        </Suspense>
      )}
    </span>
  );
}
