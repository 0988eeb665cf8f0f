import { createStore } from 'zustand/vanilla';
import type { Proposal } from '../engine/protocol.ts';
import type { Labels } from '../labels/document.ts';
import type { History } from '../labels/history.ts';

export const tools = ['propose', 'brush', 'eraser', 'polygon', 'select'] as const;
export type Tool = (typeof tools)[number];

export interface LabellingFacts {
  /** Whether the picture is for labelling, not for looking. */
  readonly on: boolean;
  readonly tool: Tool;
  /** Class of what is drawn next. */
  readonly category: number;
  /** Of brush and eraser, in image pixels. */
  readonly radius: number;
  /** Whose labels these are; undefined while they are being read. */
  readonly image: number | undefined;
  readonly history: History<Labels> | undefined;
  /** Id of an object: the brush goes on with it. */
  readonly selected: number | undefined;
  /** What the teacher sees in the image. */
  readonly proposals: readonly Proposal[];
  /** Index into `proposals` of what is pointed at. */
  readonly pointed: number | undefined;
  readonly saved: 'saved' | 'saving' | 'failed';
}

export const radii = { least: 1, most: 200, step: 1.25 } as const;

export const createLabellingStore = () =>
  createStore<LabellingFacts>(() => ({
    on: false,
    tool: 'propose',
    category: 0,
    radius: 6,
    image: undefined,
    history: undefined,
    selected: undefined,
    proposals: [],
    pointed: undefined,
    saved: 'saved',
  }));

/** The same value each time, so that nothing is drawn again for nothing. */
const none: Labels = [];

export const labelsOf = ({ history }: LabellingFacts): Labels => history?.present ?? none;

/** A size more, or less. */
export const resized = (radius: number, bigger: boolean): number =>
  Math.min(radii.most, Math.max(radii.least, bigger ? radius * radii.step : radius / radii.step));
