import { createStore } from 'zustand/vanilla';
import type { Proposal, ReviewQueue } from '../engine/protocol/labelling.ts';
import type { ClassAliases, ClassEdit } from '../labels/class-edits.ts';
import type { Labels, Marks } from '../labels/document.ts';
import type { History } from '../labels/history.ts';
import type { UsefulnessMeasure } from '../metrics/usefulness.ts';

export const tools = [
  'propose',
  'colour',
  'brush',
  'eraser',
  'polygon',
  'corners',
  'fill',
  'cut',
  'join',
  'select',
] as const;
export type Tool = (typeof tools)[number];

/** What undo and redo go through: all that is marked in the image, and the classes that it is marked with. */
export interface Draft extends Marks {
  /** Edits of the classes that lie behind it, since the image was opened. */
  readonly classEdits: readonly ClassEdit[];
  /** What the numbers of its objects' classes stand for. */
  readonly classes: readonly ClassAliases[];
}

/** Unlabelled images one after another. */
export type ReviewFacts =
  | {
      /** Those first whose labels would teach most. */
      readonly measure: UsefulnessMeasure;
      /** Undefined while it is being made. */
      readonly queue: ReviewQueue | undefined;
    }
  /** Those of candidates that were chosen in the plane. */
  | { readonly measure: 'chosen'; readonly queue: { readonly images: readonly { readonly id: number }[] } };

/** Accepting what is above the thresholds on all images of the queue. */
export type WholeQueueFacts =
  | { readonly stage: 'looking' | 'accepting' | 'taking back'; readonly done: number; readonly all: number }
  /** What it would accept, of so many images looked at, by the teacher of a step. */
  | {
      readonly stage: 'found';
      readonly images: number;
      readonly masks: number;
      readonly looked: number;
      readonly step: number;
    }
  /** What can be taken back. */
  | { readonly stage: 'accepted'; readonly images: number; readonly masks: number }
  /** Images that were changed since stayed. */
  | { readonly stage: 'taken back'; readonly images: number; readonly changed: number };

export interface LabellingFacts {
  /** Whether the picture is for labelling, not for looking. */
  readonly on: boolean;
  readonly tool: Tool;
  /** Class of what is drawn next. */
  readonly category: number;
  /** Of brush and eraser, in image pixels. */
  readonly radius: number;
  /** Whether objects have a border (Z). */
  readonly outlines: boolean;
  /** Whose labels these are; undefined while they are being read. */
  readonly image: number | undefined;
  /** Id of the project that the image is of: images of two projects have the same numbers. */
  readonly project: string;
  readonly history: History<Draft> | undefined;
  /** Id of an object: the brush goes on with it. */
  readonly selected: number | undefined;
  /** What the teacher sees in the image; undefined until it has looked. */
  readonly proposals: readonly Proposal[] | undefined;
  /** Those of them that are neither marked nor refused; undefined also where the teacher knows other classes. */
  readonly offers: readonly Proposal[] | undefined;
  /** Index into `offers` of what is pointed at; in a review, of what is asked about. */
  readonly pointed: number | undefined;
  /** A classical method is looking for an object. */
  readonly looking: boolean;
  /** Objects that were copied, to be pasted. */
  readonly copied: number;
  readonly saved: 'saved' | 'saving' | 'failed';
  readonly review: ReviewFacts | undefined;
  /** Undefined where nobody has asked for it. */
  readonly wholeQueue: WholeQueueFacts | undefined;
}

export const radii = { least: 1, most: 200, step: 1.25 } as const;

export const createLabellingStore = () =>
  createStore<LabellingFacts>(() => ({
    on: false,
    tool: 'propose',
    category: 0,
    radius: 6,
    outlines: true,
    image: undefined,
    project: '',
    history: undefined,
    selected: undefined,
    proposals: undefined,
    offers: undefined,
    pointed: undefined,
    looking: false,
    copied: 0,
    saved: 'saved',
    review: undefined,
    wholeQueue: undefined,
  }));

/** The same value each time, so that nothing is drawn again for nothing. */
const none: Labels = [];
const noOffers: readonly Proposal[] = [];

export const labelsOf = ({ history }: LabellingFacts): Labels => history?.present.objects ?? none;

export const selectedOf = (facts: LabellingFacts) => labelsOf(facts).find(({ id }) => id === facts.selected);

export const offersOf = ({ offers }: LabellingFacts): readonly Proposal[] => offers ?? noOffers;

/** What a review asks about now. */
export const offerAskedOf = ({ offers, pointed }: LabellingFacts): Proposal | undefined =>
  pointed === undefined ? undefined : offers?.[pointed];

/** The class that a proposal becomes when it is accepted: before any training the network's own means nothing. */
export const classOffered = (
  { category: chosen }: LabellingFacts,
  step: number,
  { category }: Pick<Proposal, 'category'>,
): number => (step > 0 ? category : chosen);

/** Place of an image in the queue, from 0; undefined where it is not in it, or there is no review. */
export function placeInQueue({ review }: LabellingFacts, image: number | undefined): number | undefined {
  const place = review?.queue?.images.findIndex(({ id }) => id === image) ?? -1;
  return place < 0 ? undefined : place;
}

/** A size more, or less. */
export const resized = (radius: number, bigger: boolean): number =>
  Math.min(radii.most, Math.max(radii.least, bigger ? radius * radii.step : radius / radii.step));
