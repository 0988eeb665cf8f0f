import { Pause, Play } from 'lucide-react';
import type { CSSProperties } from 'react';
import { placeOf } from '../../state/time.ts';
import { count, percent } from '../format.ts';
import { useActions, useTime } from '../session/context.tsx';

/** Scrubs through the run: what the teacher saw on validation images and in the plane at each evaluation. */
export function TimeLine() {
  const moments = useTime((facts) => facts.moments);
  const place = useTime(placeOf);
  const playing = useTime((facts) => facts.playing);
  const { scrub, toggleFilm } = useActions();
  const shown = moments[place];
  const words = shown ? `step ${count(shown.step)}, AP ${percent(shown.ap)}` : 'now';
  const Icon = playing ? Pause : Play;
  return (
    <div className="time-line" data-past={shown !== undefined}>
      <button
        type="button"
        className="icon-button"
        disabled={moments.length === 0}
        aria-label={playing ? 'Stop the film' : 'Play the run as a film'}
        title={`${playing ? 'Stop the film' : 'Play the run as a film'} (F)`}
        onClick={toggleFilm}
      >
        <Icon aria-hidden="true" size={16} />
      </button>
      <span className="moments" style={{ '--moments': moments.length } as CSSProperties}>
        <input
          type="range"
          min={0}
          max={Math.max(1, moments.length)}
          step={1}
          value={moments.length === 0 ? 1 : place}
          disabled={moments.length === 0}
          aria-label="Time line"
          aria-valuetext={words}
          title="Moments of this run (J earlier, K later)"
          onChange={(event) => scrub(event.target.valueAsNumber)}
        />
      </span>
      <output>
        {moments.length === 0
          ? 'Each evaluation adds a moment to look back at.'
          : shown
            ? `Step ${count(shown.step)} · AP ${percent(shown.ap)}`
            : 'Now'}
      </output>
      <button
        type="button"
        className="button small"
        disabled={!shown}
        title="Back to how things stand"
        onClick={() => scrub(moments.length)}
      >
        Now
      </button>
    </div>
  );
}
