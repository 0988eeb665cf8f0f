import { useMemo } from 'react';
import { type Calibration, calibrate } from '../../metrics/calibration.ts';
import { type CandidateTable, isEligible } from '../../metrics/candidates.ts';
import { rankCorrelation } from '../../metrics/rank-correlation.ts';
import { share } from '../format.ts';

interface Quality {
  readonly title: string;
  /** What the bars show. */
  readonly outcome: string;
  readonly calibration: Calibration;
  readonly rank: number | undefined;
}

/** Both qualities against what they are to tell. */
function qualitiesOf(table: CandidateTable): Quality[] {
  const known = Array.from({ length: table.count }, (_, row) => row).filter(
    (row) =>
      isEligible(table, row) &&
      !Number.isNaN(table.iou[row] + table.classQuality[row] + table.maskQuality[row]),
  );
  const onObjects = known.filter((row) => table.iou[row] >= 0.5);
  const pick = (column: ArrayLike<number>, rows: readonly number[]) => rows.map((row) => column[row]);
  const right = onObjects.map((row) => (table.category[row] === table.trueCategory[row] ? 1 : 0));
  const overlaps = pick(table.iou, known);
  return [
    {
      title: 'Class quality',
      outcome: 'share of right classes',
      calibration: calibrate(pick(table.classQuality, onObjects), right),
      rank: rankCorrelation(pick(table.classQuality, onObjects), right),
    },
    {
      title: 'Mask quality',
      outcome: 'mean IoU with truth',
      calibration: calibrate(pick(table.maskQuality, known), overlaps),
      rank: rankCorrelation(pick(table.maskQuality, known), overlaps),
    },
  ];
}

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
  readonly calibration: Pick<Calibration, 'error' | 'bins'>;
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
  const qualities = useMemo(() => qualitiesOf(table), [table]);
  return (
    <>
      {qualities.map((quality) => (
        <figure key={quality.title} className="reliability">
          <figcaption>
            <strong>{quality.title}</strong>
            <span className="muted">
              rank correlation {share(quality.rank)}, calibration error {share(quality.calibration.error)}
            </span>
          </figcaption>
          <Bars {...quality} />
          <p className="verdict">{worthInWords(quality)}</p>
        </figure>
      ))}
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

function Bars({ title, outcome, calibration }: Quality) {
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
