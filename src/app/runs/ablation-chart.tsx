import type { RefObject } from 'react';
import type { Interval } from '../../metrics/student-t.ts';
import type { AblationRow } from './ablation.ts';
import { ticksTo } from './scale.ts';

interface ChartProps {
  readonly rows: readonly AblationRow[];
  readonly picture: RefObject<SVGSVGElement | null>;
}

const WIDTH = 680;
const ROW = 30;
const LEFT = 140;
const RIGHT = 106;
const TOP = 6;
const BOTTOM = 22;

/** "12.3 ± 1.2"; without an interval where there is one seed. */
export const inFigures = ({ mean, margin }: Interval): string =>
  margin === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${margin.toFixed(1)}`;

/** AP of each step of an ablation: a bar for the mean, a dot per seed, a whisker for the 95 % interval. */
export function AblationChart({ rows, picture }: ChartProps) {
  const height = TOP + rows.length * ROW + BOTTOM;
  const highest = Math.max(
    1,
    ...rows.flatMap(({ aps, ap }) => [...aps, Math.min(100, ap.mean + (ap.margin ?? 0))]),
  );
  const ticks = ticksTo(highest, 6);
  const most = ticks.at(-1) ?? highest;
  const x = (ap: number) => LEFT + (Math.min(most, Math.max(0, ap)) / most) * (WIDTH - LEFT - RIGHT);
  const words = rows.map(({ step, ap, aps }) => `${step}: ${inFigures(ap)} over ${aps.length}`).join('; ');
  return (
    <svg
      ref={picture}
      className="run-drawing"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={`Mask AP in percent with 95 % intervals. ${words}.`}
    >
      {ticks.map((tick) => (
        <g key={tick} className="grid">
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={height - BOTTOM} />
          <text x={x(tick)} y={height - 7} textAnchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {rows.map(({ step, aps, ap, runs }, i) => {
        const middle = TOP + (i + 0.5) * ROW;
        const [low, high] = [x(ap.mean - (ap.margin ?? 0)), x(ap.mean + (ap.margin ?? 0))];
        return (
          <g key={step}>
            <text className="row-name" x={LEFT - 10} y={middle + 4} textAnchor="end">
              {step}
            </text>
            <rect className="ablation-bar" x={LEFT} y={middle - 9} width={x(ap.mean) - LEFT} height={18} />
            {ap.margin !== null && (
              <path
                className="whisker"
                d={`M${low} ${middle - 5}V${middle + 5}M${low} ${middle}H${high}M${high} ${middle - 5}V${middle + 5}`}
              />
            )}
            {aps.map((value, at) => (
              <circle key={runs[at]?.id} className="seed" cx={x(value)} cy={middle} r={3} />
            ))}
            <text className="row-value" x={WIDTH - RIGHT + 12} y={middle + 4}>
              {inFigures(ap)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
