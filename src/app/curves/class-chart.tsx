import { useCallback, useMemo, useState } from 'react';
import type { CurveFacts } from '../../state/curves.ts';
import { share } from '../format.ts';
import { useRun } from '../session/context.tsx';
import { byClass } from './by-class.ts';
import { type Line, LiveChart } from './live-chart.tsx';
import { smoothed, thinned } from './smoothing.ts';
import { MOST_POINTS } from './step-chart.tsx';

/** Classes whose colours are alike still differ by dash. */
const dashes: readonly (number[] | undefined)[] = [undefined, [8, 3], [3, 3], [10, 3, 2, 3]];

const none: readonly never[] = [];

interface ClassChartProps {
  readonly kind: 'class' | 'mask';
  readonly smoothing: number;
}

/** One threshold of each class over the steps of training; pointing at a class, or focusing it, brings its curve out. */
export function ClassChart({ kind, smoothing }: ClassChartProps) {
  const categories = useRun(({ description }) => description?.categories) ?? none;
  const lines = useMemo(
    () =>
      categories.map(({ name, colour }, k): Line => {
        const dash = dashes[k % dashes.length];
        return { label: name, colour, width: 1.5, ...(dash && { dash }) };
      }),
    [categories],
  );
  const [pinned, setPinned] = useState<number>();
  const [pointed, setPointed] = useState<number>();
  const brought = pointed ?? pinned;
  const read = useCallback(
    ({ classThresholds }: CurveFacts) => {
      const { steps, values } = byClass(classThresholds, kind, lines.length);
      const curves = values.map((each) => thinned(smoothed(each, steps, smoothing), MOST_POINTS));
      return [thinned(steps, MOST_POINTS), ...curves] as [number[], ...(number | null)[][]];
    },
    [kind, lines, smoothing],
  );
  const summary = useCallback(
    ({ classThresholds }: CurveFacts) => {
      const { steps, values } = byClass(classThresholds, kind, lines.length);
      const last = steps.at(-1);
      if (last === undefined) return 'nothing yet';
      const words = lines.map(({ label }, k) => `${label} ${share(values[k].at(-1))}`);
      return `${words.join(', ')} at step ${last}`;
    },
    [kind, lines],
  );
  return (
    <>
      <LiveChart
        label={kind === 'class' ? 'Class threshold of each class' : 'Mask threshold of each class'}
        hint="Classes have thresholds of their own from the end of burn-in on, where the rule is adaptive."
        lines={lines}
        legend={false}
        brought={brought}
        read={read}
        summary={summary}
      />
      <fieldset className="class-legend" aria-label="Class to bring out">
        {lines.map(({ label, colour, dash }, k) => (
          <button
            key={label}
            type="button"
            aria-pressed={k === pinned}
            title="Brings its curve out; pressed, it stays so"
            onClick={() => setPinned(k === pinned ? undefined : k)}
            onFocus={() => setPointed(k)}
            onBlur={() => setPointed(undefined)}
            onPointerEnter={() => setPointed(k)}
            onPointerLeave={() => setPointed(undefined)}
          >
            <svg aria-hidden="true" width="18" height="4">
              <line x2="18" y1="2" y2="2" stroke={colour} strokeWidth="2" strokeDasharray={dash?.join(' ')} />
            </svg>
            {label}
          </button>
        ))}
      </fieldset>
    </>
  );
}
