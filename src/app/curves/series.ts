import type { FateName, LossName, ThresholdName, WorthName } from '../../state/curves.ts';
import { count, figure, share } from '../format.ts';
import type { Line } from './live-chart.tsx';
import type { Series } from './step-chart.tsx';

/** What each chart draws. Lines are told apart by dash or width as well as by colour, but where their colours are far apart for everybody. */
export const losses: Series<LossName> = {
  label: 'Losses',
  hint: 'Play, or a single step, draws the first point.',
  columns: (facts) => facts.losses,
  figure,
  lines: [
    { of: 'total', label: 'Total', colour: '--ink', width: 2 },
    { of: 'objectness', label: 'Objectness', colour: '--series-1', width: 1.5 },
    { of: 'classes', label: 'Classes', colour: '--series-2', width: 1.5, dash: [8, 3] },
    { of: 'mask', label: 'Mask', colour: '--series-3', width: 1.5, dash: [3, 3] },
    { of: 'dice', label: 'Dice', colour: '--series-4', width: 1.5, dash: [10, 3, 2, 3] },
    { of: 'unlabelled', label: 'Pseudo-labels', colour: '--series-5', width: 1.5, dash: [2, 2] },
  ],
};

export const fates: Series<FateName> = {
  label: 'Pseudo-labels per step',
  hint: 'Counts begin when the teacher begins to label, at the end of burn-in.',
  columns: (facts) => facts.fates,
  figure: (value) => count(Math.round(value)),
  lines: [
    { of: 'kept', label: 'Kept', colour: '--series-3', width: 2 },
    { of: 'corrected', label: 'Corrected', colour: '--series-5', width: 1.5, dash: [10, 3, 2, 3] },
    { of: 'refusedForClass', label: 'Refused: class', colour: '--series-2', width: 1.5, dash: [8, 3] },
    { of: 'refusedForMask', label: 'Refused: mask', colour: '--series-1', width: 1.5, dash: [3, 3] },
    { of: 'refusedOtherwise', label: 'Refused: other', colour: '--ink-soft', width: 1.5, dash: [2, 2] },
  ],
};

export const thresholds: Series<ThresholdName> = {
  label: 'Thresholds',
  hint: 'Thresholds move from the end of burn-in on, where the rule is adaptive.',
  columns: (facts) => facts.thresholds,
  figure: share,
  lines: [
    { of: 'class', label: 'Class, mean', colour: '--series-2', width: 2 },
    { of: 'classLowest', label: 'lowest', colour: '--series-2', width: 1, dash: [2, 3] },
    { of: 'classHighest', label: 'highest', colour: '--series-2', width: 1, dash: [6, 3] },
    { of: 'mask', label: 'Mask, mean', colour: '--series-1', width: 2 },
    { of: 'maskLowest', label: 'lowest', colour: '--series-1', width: 1, dash: [2, 3] },
    { of: 'maskHighest', label: 'highest', colour: '--series-1', width: 1, dash: [6, 3] },
  ],
};

export const worth: Series<WorthName> = {
  label: 'What the kept pseudo-labels are worth',
  hint: 'Measured from the end of burn-in on, where truth is known to measure against.',
  columns: (facts) => facts.worth,
  figure: share,
  lines: [
    { of: 'precision', label: 'Right', colour: '--series-3', width: 2 },
    { of: 'classPrecision', label: 'Class', colour: '--series-2', width: 1.5, dash: [8, 3] },
    { of: 'maskPrecision', label: 'Mask', colour: '--series-1', width: 1.5, dash: [3, 3] },
    { of: 'recall', label: 'Recall', colour: '--series-4', width: 1.5, dash: [10, 3, 2, 3] },
  ],
};

/** Of the teacher, and of the student, on validation images. */
export const scores: readonly Line[] = [
  { label: 'AP', colour: '--ink', width: 2, points: true },
  { label: 'AP50', colour: '--series-1', width: 1.5, points: true },
  { label: 'AP75', colour: '--series-3', width: 1.5, dash: [6, 3], points: true },
  { label: 'Student AP', colour: '--series-4', width: 1.5, dash: [2, 2], points: true },
];
