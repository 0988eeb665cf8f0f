import { createStore, type StoreApi } from 'zustand/vanilla';
import { Columns, rewind } from '../engine/columns.ts';
import type { CurveRows, Losses, Scores } from '../engine/protocol/curves.ts';
import type { PseudoLabelFigures, PseudoLabelWorth, Spread } from '../engine/protocol/pseudo-labels.ts';

export const lossNames = [
  'total',
  'objectness',
  'classes',
  'mask',
  'dice',
  'unlabelled',
] as const satisfies (keyof Losses)[];
export const scoreNames = ['ap', 'ap50', 'ap75'] as const satisfies (keyof Scores)[];

export const fateNames = [
  'kept',
  'corrected',
  'refusedForClass',
  'refusedForMask',
  'refusedOtherwise',
] as const satisfies (keyof PseudoLabelFigures)[];
export const worthNames = [
  'precision',
  'classPrecision',
  'maskPrecision',
  'recall',
] as const satisfies (keyof PseudoLabelWorth)[];
export const thresholdNames = [
  'class',
  'classLowest',
  'classHighest',
  'mask',
  'maskLowest',
  'maskHighest',
] as const;

export type LossName = (typeof lossNames)[number];
export type FateName = (typeof fateNames)[number];
export type WorthName = (typeof worthNames)[number];
export type ThresholdName = (typeof thresholdNames)[number];

export type LossColumns = Columns<'step' | LossName>;
export type ScoreColumns = Columns<'step' | (typeof scoreNames)[number]>;

export interface CurveFacts {
  readonly losses: LossColumns;
  /** Of the teacher, in percent; NaN where there was nothing to find. */
  readonly scores: ScoreColumns;
  /** AP of the student, in percent. */
  readonly student: Columns<'step' | 'ap'>;
  /** What became of the candidates, per step. */
  readonly fates: Columns<'step' | FateName>;
  /** What the kept pseudo-labels are worth, shares of 1; NaN where nobody knows. */
  readonly worth: Columns<'step' | WorthName>;
  readonly thresholds: Columns<'step' | ThresholdName>;
  /** Counts up with every row, since the columns change in place. */
  readonly version: number;
}

export type CurveStore = StoreApi<CurveFacts>;

const empty = () => ({
  losses: new Columns(['step', ...lossNames] as const),
  scores: new Columns(['step', ...scoreNames] as const, 64),
  ...emptyBeside(),
});

/** What is not kept with a run that goes on later. */
const emptyBeside = () => ({
  student: new Columns(['step', 'ap'] as const, 64),
  fates: new Columns(['step', ...fateNames] as const),
  worth: new Columns(['step', ...worthNames] as const, 64),
  thresholds: new Columns(['step', ...thresholdNames] as const, 64),
});

export const createCurveStore = (): CurveStore => createStore<CurveFacts>(() => ({ ...empty(), version: 0 }));

const changed = (store: CurveStore) => store.setState(({ version }) => ({ version: version + 1 }));

export function addLosses(store: CurveStore, step: number, losses: Losses): void {
  const columns = store.getState().losses;
  rewind(columns, step);
  columns.append({ step, ...losses });
  changed(store);
}

export function addScores(store: CurveStore, step: number, scores: Scores): void {
  const columns = store.getState().scores;
  rewind(columns, step);
  const { ap = Number.NaN, ap50 = Number.NaN, ap75 = Number.NaN } = scores;
  columns.append({ step, ap, ap50, ap75 });
  changed(store);
}

export function addStudent(store: CurveStore, step: number, { ap = Number.NaN }: Scores): void {
  const columns = store.getState().student;
  rewind(columns, step);
  columns.append({ step, ap });
  changed(store);
}

export function addFates(store: CurveStore, step: number, figures: PseudoLabelFigures): void {
  const columns = store.getState().fates;
  rewind(columns, step);
  columns.append({ step, ...figures });
  changed(store);
}

export function addLabelling(
  store: CurveStore,
  step: number,
  worth: PseudoLabelWorth,
  thresholds: { readonly class: Spread; readonly mask: Spread },
): void {
  const { worth: worths, thresholds: rows } = store.getState();
  rewind(worths, step);
  rewind(rows, step);
  const { NaN: unknown } = Number;
  const { precision = unknown, classPrecision = unknown, maskPrecision = unknown, recall = unknown } = worth;
  worths.append({ step, precision, classPrecision, maskPrecision, recall });
  rows.append({
    step,
    class: thresholds.class.mean,
    classLowest: thresholds.class.lowest,
    classHighest: thresholds.class.highest,
    mask: thresholds.mask.mean,
    maskLowest: thresholds.mask.lowest,
    maskHighest: thresholds.mask.highest,
  });
  changed(store);
}

export function clearCurves(store: CurveStore): void {
  store.setState(({ version }) => ({ ...empty(), version: version + 1 }));
}

/** The curves of a run that goes on where it stood take the place of what is there. */
export function setCurves(store: CurveStore, rows: CurveRows): void {
  store.setState(({ version }) => ({
    losses: Columns.of(['step', ...lossNames] as const, rows.losses),
    scores: Columns.of(['step', ...scoreNames] as const, rows.scores),
    ...emptyBeside(),
    version: version + 1,
  }));
}
