import { useMemo } from 'react';
import type { Calibration } from '../../metrics/calibration.ts';
import type { CandidateTable } from '../../metrics/candidates.ts';
import { qualityWorth } from '../../metrics/quality-worth.ts';
import { share } from '../format.ts';

/** Both qualities, with what the bars show. */
const qualities = [
  {
    name: 'classQuality',
    title: 'Class quality',
    outcome: 'share of right classes',
    ranked: 'rank correlation with the class being right',
  },
  {
    name: 'maskQuality',
    title: 'Mask quality',
    outcome: 'mean IoU with truth',
    ranked: 'rank correlation with true IoU',
  },
] as const;

interface ReliabilityProps {
  /** Candidates whose truth is known. */
  readonly table: CandidateTable;
  /** Whose truth: "hidden truth". */
  readonly against: string;
}

interface Worth {
  readonly title: string;
  readonly outcome: string;
  readonly rank: number | undefined;
  readonly calibration: Calibration;
}

/** Whether a quality is worth its threshold, in a sentence. */
export function worthInWords({ title, outcome, rank, calibration }: Worth): string {
  const all = calibration.bins.reduce((sum, { count }) => sum + count, 0);
  if (all < 20 || rank === undefined || calibration.error === undefined)
    return `Too few candidates with a known truth to tell what ${title.toLowerCase()} is worth.`;
  const leaning = calibration.bins.reduce(
    (sum, { count, confidence, outcome: came }) => sum + count * (confidence - came),
    0,
  );
  const honest =
    calibration.error < 0.08
      ? 'and can be taken at its word'
      : leaning > 0
        ? 'but promises more than comes true: set it higher than its figure suggests'
        : 'and promises less than comes true: it can be set lower than its figure suggests';
  if (rank >= 0.4) return `Worth its threshold: it orders candidates well by ${outcome}, ${honest}.`;
  if (rank >= 0.15) return `Worth a mild threshold: it orders candidates somewhat by ${outcome}, ${honest}.`;
  return `Hardly worth a threshold yet: it says little about ${outcome}.`;
}

/** Is each quality worth its threshold? Calibration, and rank correlation with the truth. */
export function Reliability({ table, against }: ReliabilityProps) {
  const worth = useMemo(() => qualityWorth(table), [table]);
  return (
    <>
      {qualities.map(({ name, ranked, ...told }) => {
        const quality = { ...told, ...worth[name] };
        return (
          <figure key={name} className="reliability">
            <figcaption>
              <strong>{quality.title}</strong>
              <span className="muted">
                {ranked} {share(quality.rank)}, calibration error {share(quality.calibration.error)}
              </span>
            </figcaption>
            <Bars {...quality} />
            <p className="verdict">{worthInWords(quality)}</p>
          </figure>
        );
      })}
      <p className="muted facts">
        Bars: what came true, by tenths of the quality, against {against}; on the diagonal a quality can be
        taken at its word. Pale bars hold fewer than ten candidates.
      </p>
    </>
  );
}

const WIDTH = 288;
const HEIGHT = 118;
const LEFT = 26;
const BOTTOM = 16;
const FEW = 10;

function Bars({ title, outcome, calibration }: Omit<Worth, 'rank'>) {
  const { bins } = calibration;
  const step = (WIDTH - LEFT) / bins.length;
  const span = HEIGHT - BOTTOM - 4;
  const y = (value: number): number => 4 + (1 - value) * span;
  const words = bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, outcome: came }) => `${share(confidence)}: ${share(came)}`)
    .join('; ');
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title} by ${outcome}. ${words}`}>
      {[0, 0.5, 1].map((tick) => (
        <g key={tick} className="grid">
          <line x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 5} y={y(tick) + 3.5} textAnchor="end">
            {tick}
          </text>
          <text x={LEFT + tick * (WIDTH - LEFT)} y={HEIGHT - 3} textAnchor={tick === 1 ? 'end' : 'middle'}>
            {tick}
          </text>
        </g>
      ))}
      {bins.map(({ from, count, outcome: came }, i) => (
        <rect
          key={from}
          className={count < FEW ? 'bar few' : 'bar'}
          x={LEFT + i * step + 1.5}
          width={step - 3}
          y={y(count > 0 ? came : 0)}
          height={count > 0 ? came * span : 0}
        />
      ))}
      <line className="diagonal" x1={LEFT} y1={y(0)} x2={WIDTH} y2={y(1)} />
    </svg>
  );
}
