import { createStore, type StoreApi } from 'zustand/vanilla';
import { Columns, rewind } from '../engine/columns.ts';
import type { CurveRows, Losses, Scores } from '../engine/protocol.ts';

export const lossNames = [
  'total',
  'objectness',
  'classes',
  'mask',
  'dice',
  'unlabelled',
] as const satisfies (keyof Losses)[];
export const scoreNames = ['ap', 'ap50', 'ap75'] as const satisfies (keyof Scores)[];

export type LossColumns = Columns<'step' | (typeof lossNames)[number]>;
export type ScoreColumns = Columns<'step' | (typeof scoreNames)[number]>;

export interface CurveFacts {
  readonly losses: LossColumns;
  /** Of the teacher, in percent; NaN where there was nothing to find. */
  readonly scores: ScoreColumns;
  /** Counts up with every row, since the columns change in place. */
  readonly version: number;
}

export type CurveStore = StoreApi<CurveFacts>;

const empty = () => ({
  losses: new Columns(['step', ...lossNames] as const),
  scores: new Columns(['step', ...scoreNames] as const, 64),
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

export function clearCurves(store: CurveStore): void {
  store.setState(({ version }) => ({ ...empty(), version: version + 1 }));
}

/** The curves of a run that goes on where it stood take the place of what is there. */
export function setCurves(store: CurveStore, rows: CurveRows): void {
  store.setState(({ version }) => ({
    losses: Columns.of(['step', ...lossNames] as const, rows.losses),
    scores: Columns.of(['step', ...scoreNames] as const, rows.scores),
    version: version + 1,
  }));
}
