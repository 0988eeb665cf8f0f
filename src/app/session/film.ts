import { placeOf, showPlace, type TimeStore } from '../../state/time.ts';

/** Milliseconds that a moment stands: long enough to see what has changed. */
const frame = 450;
/** The same for a person who wants less motion: one picture after another, nothing that moves. */
const calmFrame = 2000;

const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Looks back at the moments of a run, one by one or as a film. */
export function createFilm(time: TimeStore, isCalm = wantsLessMotion) {
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    time.setState({ playing: false });
  }

  function scrub(place: number): void {
    stop();
    showPlace(time, place);
  }

  return {
    /** Shows the moment at a place; their number, and beyond, is now. */
    scrub,
    earlier: () => scrub(placeOf(time.getState()) - 1),
    later: () => scrub(placeOf(time.getState()) + 1),
    /** From the moment that is shown, or from the first; it ends with how things stand now. */
    toggleFilm(): void {
      const { playing, moments } = time.getState();
      if (playing) stop();
      if (playing || moments.length === 0) return;
      if (time.getState().at === undefined) showPlace(time, 0);
      time.setState({ playing: true });
      const turn = () => {
        showPlace(time, placeOf(time.getState()) + 1);
        if (time.getState().at === undefined) stop();
      };
      timer = setInterval(turn, isCalm() ? calmFrame : frame);
    },
  };
}
