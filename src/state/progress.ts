import { createStore } from 'zustand/vanilla';
import type { Scores } from '../engine/protocol/curves.ts';
import type { PseudoLabelFigures } from '../engine/protocol/pseudo-labels.ts';

/** The numbers that change with every step. Components read them through `pace`, never directly. */
export interface ProgressFacts {
  readonly step: number;
  readonly loss: number | undefined;
  readonly gradientNorm: number | undefined;
  readonly learningRate: number | undefined;
  readonly stepsPerSecond: number | undefined;
  readonly imagesPerSecond: number | undefined;
  readonly remainingSeconds: number | undefined;
  readonly deviceBytes: number | undefined;
  /** Of the latest evaluation. */
  readonly teacher: Scores | undefined;
  /** Of the latest steps; undefined while only labelled images teach. */
  readonly pseudoLabels: PseudoLabelFigures | undefined;
}

export const atTheStart: ProgressFacts = {
  step: 0,
  loss: undefined,
  gradientNorm: undefined,
  learningRate: undefined,
  stepsPerSecond: undefined,
  imagesPerSecond: undefined,
  remainingSeconds: undefined,
  deviceBytes: undefined,
  teacher: undefined,
  pseudoLabels: undefined,
};

export const createProgressStore = () => createStore<ProgressFacts>(() => atTheStart);
