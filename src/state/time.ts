import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MomentFacts } from '../engine/protocol/run.ts';

export interface TimeFacts {
  /** Steps of the run that can be looked back at, in order. */
  readonly moments: readonly MomentFacts[];
  /** Step of the one that is shown; undefined for how things stand now. */
  readonly at: number | undefined;
  /** Whether the moments are played one after the other, like a film. */
  readonly playing: boolean;
}

export type TimeStore = StoreApi<TimeFacts>;

const nothingYet: TimeFacts = { moments: [], at: undefined, playing: false };

export const createTimeStore = (): TimeStore => createStore<TimeFacts>(() => nothingYet);

/** A moment that was thinned out is shown no more; the one after it stands for it. */
export function setMoments(store: TimeStore, moments: readonly MomentFacts[]): void {
  store.setState(({ at }) => ({
    moments,
    at: at === undefined ? undefined : moments.find(({ step }) => step >= at)?.step,
  }));
}

export function forgetMoments(store: TimeStore): void {
  store.setState(nothingYet);
}

/** Place of what is shown among the moments; their number stands for now. */
export function placeOf({ moments, at }: Pick<TimeFacts, 'moments' | 'at'>): number {
  const place = moments.findIndex(({ step }) => step === at);
  return place < 0 ? moments.length : place;
}

/** Shows the moment at a place; beyond the last one, how things stand now. */
export function showPlace(store: TimeStore, place: number): void {
  const { moments } = store.getState();
  store.setState({ at: moments[Math.max(0, place)]?.step });
}
