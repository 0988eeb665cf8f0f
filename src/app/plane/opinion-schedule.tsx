import type { SecondOpinionFacts } from '../../engine/protocol/pseudo-labels.ts';
import { count } from '../format.ts';

interface ScheduleProps {
  readonly step: number;
  readonly opinion: Pick<SecondOpinionFacts, 'since' | 'now' | 'schedule'>;
  readonly steps: number;
}

const WIDTH = 288;
const HEIGHT = 74;
const LEFT = 26;
const BOTTOM = 16;
const TOP = 6;
const MOST = 1;

/** What the second opinion weighs as training goes on, and where it stands now. */
export function OpinionSchedule({ step, opinion, steps }: ScheduleProps) {
  const { since, now: weight, schedule } = opinion;
  const x = (at: number) => LEFT + ((at - since) / Math.max(1, steps - since)) * (WIDTH - LEFT - 6);
  const y = (weight: number) => TOP + (1 - weight / MOST) * (HEIGHT - TOP - BOTTOM);
  const [first = 0] = schedule;
  const last = schedule.at(-1) ?? 0;
  const now = Math.min(steps, Math.max(since, step));
  return (
    <figure className="reliability">
      <figcaption>
        <strong>Say of the second opinion</strong>
        <span className="muted">
          w = {weight.toFixed(2)} at step {count(now)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`The second opinion's weight goes from ${first.toFixed(2)} at step ${since} to ${last.toFixed(2)} at step ${steps}; now it is ${weight.toFixed(2)}.`}
      >
        {[0, 0.5, 1].map((tick) => (
          <g key={tick} className="grid">
            <line x1={LEFT} x2={WIDTH - 6} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 5} y={y(tick) + 3.5} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <text x={LEFT} y={HEIGHT - 3}>
          {count(since)}
        </text>
        <text x={WIDTH - 6} y={HEIGHT - 3} textAnchor="end">
          {count(steps)}
        </text>
        <path
          className="schedule"
          d={Array.from(schedule, (one, i) => {
            const at = since + ((steps - since) * i) / (schedule.length - 1);
            return `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(one).toFixed(1)}`;
          }).join('')}
        />
        <line className="now" x1={x(now)} x2={x(now)} y1={TOP} y2={HEIGHT - BOTTOM} />
        <circle className="now" cx={x(now)} cy={y(weight)} r={3.5} />
      </svg>
    </figure>
  );
}
