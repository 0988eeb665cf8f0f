import type { Settings } from '../../settings/schema.ts';
import type { CurveRows } from './curves.ts';
import type { DeviceReport } from './device.ts';

export type RunState = 'preparing' | 'paused' | 'running' | 'finished' | 'failed';

/**
 * Whether a run begins at step 0, or where one of the same settings was left on this computer. What stands where another
 * begins anew can be brought back; not so what stands before the next of a queue, which would be many.
 */
export type Beginning = 'anew' | 'next' | 'where it stood';

/** A run that has given its place to another, and can be brought back. */
export interface AsideRun {
  readonly id: string;
  /** Steps done. */
  readonly step: number;
  readonly settings: Settings;
}

/** What stands after `open`. Splits and classes change only where a person labels images of their own. */
export interface RunDescription {
  readonly settings: Settings;
  /** Id of a person's project; undefined for the demo. */
  readonly project?: string;
  /** As it is called now. */
  readonly projectName?: string;
  readonly device: DeviceReport;
  readonly categories: readonly RunCategory[];
  /** Classes that the network was made for: those beyond join it in the next run. */
  readonly networkClasses: number;
  /** Objects that the network sees in an image at most; and as many as it would be made for with the labels of now. */
  readonly slots: { readonly now: number; readonly wanted: number };
  readonly labelled: readonly RunImage[];
  readonly unlabelled: readonly RunImage[];
  readonly validation: readonly RunImage[];
  readonly parameters: number;
  /** Of a run that goes on where it stood; undefined for one at step 0. */
  readonly resumed?: Resumed;
}

export interface RunImage {
  readonly id: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface RunCategory {
  readonly name: string;
  /** CSS colour, distinguishable under the common colour-blindnesses. */
  readonly colour: string;
}

/** Where a run stands that was kept from an earlier visit, or from before a crash. */
export interface Resumed {
  /** Steps done. */
  readonly step: number;
  /** When it was kept, in milliseconds since 1970. */
  readonly saved: number;
  /** Whether another tab keeps it: what is trained here is another run, from there on. */
  readonly copy: boolean;
  readonly curves: CurveRows;
  /** To look back at. */
  readonly moments: readonly MomentFacts[];
}

/** An evaluated step of the run that can be looked back at. */
export interface MomentFacts {
  readonly step: number;
  /** Mask AP in percent. */
  readonly ap: number | undefined;
}
