import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Columns } from '../engine/columns.ts';
import { type Curves, curvesOf, emptyCurves, noteInCurves } from '../engine/curves.ts';
import { type ColumnOf, type CurveRows, curveColumns } from '../engine/protocol/curves.ts';
import type { EngineEvent } from '../engine/protocol/events.ts';

export const [, ...scoreNames] = curveColumns.scores;

export type LossName = Exclude<ColumnOf<'losses'>, 'step'>;
export type FateName = Exclude<ColumnOf<'fates'>, 'step'>;
export type WorthName = Exclude<ColumnOf<'worth'>, 'step'>;
export type ThresholdName = Exclude<ColumnOf<'thresholds'>, 'step'>;

export type ScoreColumns = Columns<ColumnOf<'scores'>>;

export interface CurveFacts extends Curves {
  /** Counts up with every row, since the columns change in place. */
  readonly version: number;
}

export type CurveStore = StoreApi<CurveFacts>;

export const createCurveStore = (): CurveStore =>
  createStore<CurveFacts>(() => ({ ...emptyCurves(), version: 0 }));

/** What the engine reports joins the curves. */
export function addToCurves(store: CurveStore, event: EngineEvent): void {
  if (noteInCurves(store.getState(), event)) store.setState(({ version }) => ({ version: version + 1 }));
}

export function clearCurves(store: CurveStore): void {
  store.setState(({ version }) => ({ ...emptyCurves(), version: version + 1 }));
}

/** The curves of a run that goes on where it stood take the place of what is there. */
export function setCurves(store: CurveStore, rows: CurveRows): void {
  store.setState(({ version }) => ({ ...curvesOf(rows), version: version + 1 }));
}
