import type { RefObject } from 'react';
import type { KeptRun } from '../../state/runs.ts';
import { percent } from '../format.ts';
import type { RunLook } from './looks.ts';
import { ticksTo } from './scale.ts';

interface CurvesProps {
  readonly runs: readonly KeptRun[];
  /** Aligned with the runs. */
  readonly looks: readonly RunLook[];
  readonly names: readonly string[];
  readonly picture: RefObject<SVGSVGElement | null>;
}

const WIDTH = 680;
const HEIGHT = 210;
const LEFT = 34;
const BOTTOM = 22;
const TOP = 24;
const RIGHT = 12;
/** Of the key below: taken home, the drawing has to say by itself which line is which. */
const KEY_ROW = 17;
/** Letters that fit in a row of the key. */
const MOST_LETTERS = 100;

const shortened = (name = ''): string =>
  name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS)}…` : name;

/** AP of runs by step, on the same axes. */
export function RunCurves({ runs, looks, names, picture }: CurvesProps) {
  const known = (values: readonly number[]) => values.filter((value) => !Number.isNaN(value));
  const ups = ticksTo(Math.max(1, ...runs.flatMap(({ scores }) => known(scores.ap))));
  const acrosses = ticksTo(Math.max(1, ...runs.flatMap(({ scores }) => scores.step)), 6);
  const x = (step: number) => LEFT + (step / (acrosses.at(-1) ?? 1)) * (WIDTH - LEFT - RIGHT);
  const y = (ap: number) => HEIGHT - BOTTOM - (ap / (ups.at(-1) ?? 1)) * (HEIGHT - BOTTOM - TOP);
  const words = runs.map(({ scores }, i) => `${names[i]} ends at ${percent(scores.ap.at(-1))}`).join('; ');
  return (
    <svg
      ref={picture}
      className="run-drawing"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + KEY_ROW * runs.length + 4}`}
      role="img"
      aria-label={`Mask AP in percent by step. ${words}.`}
    >
      <g className="grid">
        <text x={LEFT} y={12}>
          mask AP, percent
        </text>
        <text x={WIDTH - RIGHT} y={12} textAnchor="end">
          by step
        </text>
      </g>
      {ups.map((tick) => (
        <g key={tick} className="grid">
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {acrosses.map((tick) => (
        <text
          key={tick}
          className="grid"
          x={x(tick)}
          y={HEIGHT - 6}
          textAnchor={tick === 0 ? 'start' : 'middle'}
        >
          {tick}
        </text>
      ))}
      {runs.map(({ id, scores }, i) => (
        <g key={id} style={{ stroke: `var(${looks[i]?.colour})`, fill: `var(${looks[i]?.colour})` }}>
          <path
            fill="none"
            strokeWidth={1.75}
            strokeDasharray={looks[i]?.dash.join(' ')}
            d={scores.ap
              .map((ap, at) => [scores.step[at] ?? 0, ap] as const)
              .filter(([, ap]) => !Number.isNaN(ap))
              .map(([step, ap], at) => `${at === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(ap).toFixed(1)}`)
              .join('')}
          />
          {scores.ap.map(
            (ap, at) =>
              !Number.isNaN(ap) && (
                <circle key={scores.step[at]} stroke="none" cx={x(scores.step[at] ?? 0)} cy={y(ap)} r={2} />
              ),
          )}
        </g>
      ))}
      {runs.map(({ id }, i) => (
        <g key={id} className="grid">
          <line
            x1={LEFT}
            x2={LEFT + 30}
            y1={HEIGHT + KEY_ROW * (i + 0.5)}
            y2={HEIGHT + KEY_ROW * (i + 0.5)}
            strokeWidth={2.5}
            strokeDasharray={looks[i]?.dash.join(' ')}
            style={{ stroke: `var(${looks[i]?.colour})` }}
          />
          <text x={LEFT + 38} y={HEIGHT + KEY_ROW * (i + 0.5) + 4}>
            {shortened(names[i])}
          </text>
        </g>
      ))}
    </svg>
  );
}
