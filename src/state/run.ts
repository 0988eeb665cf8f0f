import { createStore } from 'zustand/vanilla';
import type { Capabilities, DeviceReport } from '../engine/protocol/device.ts';
import type { Download } from '../engine/protocol/events.ts';
import type { RunDescription, RunState } from '../engine/protocol/run.ts';

/** A command that the engine has not answered yet; while one is under way the transport buttons wait. */
export type Command = 'open' | 'reset' | 'play' | 'pause' | 'step';

export interface RunFacts {
  readonly state: RunState;
  readonly command: Command | undefined;
  readonly description: RunDescription | undefined;
  /** The device now; it can differ from the description's after one was lost. */
  readonly device: DeviceReport | undefined;
  readonly capabilities: Capabilities | undefined;
  /** Files that training needs, by their names, in the order in which they were first asked for. */
  readonly downloads: Readonly<Record<string, Download>>;
  /** The step at which the run was last kept on this computer; undefined where it was not yet. */
  readonly kept: number | undefined;
  /** False where another tab has the open project of one's own: it can only be read here. */
  readonly writable: boolean;
  /** How many dropped images have been read, of how many; undefined while none are. */
  readonly importing: { readonly done: number; readonly all: number } | undefined;
  /** Name of the open project, while a person is asked whether dropped images are for it. */
  readonly askedFor: string | undefined;
  /** Training steps done and to do for a suggestion of thresholds; undefined while none is under way. */
  readonly suggesting: { readonly done: number; readonly all: number } | undefined;
  /** Counts up whenever pictures must be drawn again: new predictions, or another run. */
  readonly predictions: number;
}

const nothingYet: RunFacts = {
  state: 'preparing',
  command: undefined,
  description: undefined,
  device: undefined,
  capabilities: undefined,
  downloads: {},
  kept: undefined,
  writable: true,
  importing: undefined,
  askedFor: undefined,
  suggesting: undefined,
  predictions: 0,
};

export const createRunStore = () => createStore<RunFacts>(() => nothingYet);

/** Play, pause, step and reset make sense only once a run stands. */
export const isReady = ({ state, description }: RunFacts): boolean =>
  description !== undefined && state !== 'preparing';

/** What a person labelled since then asks for another network: further classes, or room for more objects in an image. */
export const networkWaits = (facts: RunFacts): boolean => {
  const { slots } = facts.description ?? {};
  return classesWait(facts) || (slots !== undefined && slots.wanted > slots.now);
};

/** Whether a run has no validation images, so that nothing tells how good it is. */
export const isUnmeasured = ({ description }: RunFacts): boolean => description?.validation.length === 0;

/** Classes that a person added since the network was made. */
export const classesWait = ({ description }: RunFacts): boolean =>
  description !== undefined && description.categories.length > description.networkClasses;
