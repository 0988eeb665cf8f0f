import { createStore } from 'zustand/vanilla';
import type { RunDescription, RunImage } from '../engine/protocol/run.ts';
import type { Aspect, LayerName, Layers } from '../engine/protocol/view.ts';
import type { Rle } from '../masks/rle.ts';

export const splits = ['validation', 'unlabelled', 'labelled'] as const;
export type Split = (typeof splits)[number];

/** One picture; teacher and student on either side of a divider; or both views of an unlabelled image side by side. */
export const arrangements = ['picture', 'compare', 'views'] as const;
export type Arrangement = (typeof arrangements)[number];

/** In the order of their keys. */
export const layerNames = [
  'truth',
  'teacher',
  'student',
  'kept',
  'corrected',
  'refused',
  'uncertainty',
  'weights',
] as const satisfies readonly LayerName[];

/** A candidate that a person chose in the plane, to be seen on its image. */
export interface ChosenCandidate {
  readonly image: number;
  readonly place: number;
  /** At which it was seen. */
  readonly step: number;
  readonly category: number;
  /** What becomes of it, and why. */
  readonly words: string;
  /** At the image's size; undefined before it is here, and where the image has been looked at anew since. */
  readonly mask: Rle | undefined;
}

export interface ViewerFacts {
  readonly split: Split;
  /** Image id; undefined before a run stands. */
  readonly selected: number | undefined;
  /** Of each layer while it is shown. */
  readonly opacities: Readonly<Record<LayerName, number>>;
  readonly shown: Readonly<Record<LayerName, boolean>>;
  readonly chosen: ChosenCandidate | undefined;
  /** X: all layers off for a moment, without losing which were on. */
  readonly masksShown: boolean;
  readonly arrangement: Arrangement;
}

const opacities: ViewerFacts['opacities'] = {
  truth: 0.8,
  teacher: 0.6,
  student: 0.6,
  kept: 0.6,
  corrected: 0.7,
  refused: 0.55,
  uncertainty: 0.8,
  weights: 0.9,
};

const shown: ViewerFacts['shown'] = {
  truth: false,
  teacher: true,
  student: false,
  kept: true,
  corrected: true,
  refused: true,
  uncertainty: false,
  weights: false,
};

export const createViewerStore = () =>
  createStore<ViewerFacts>(() => ({
    split: 'validation',
    selected: undefined,
    opacities,
    shown,
    chosen: undefined,
    masksShown: true,
    arrangement: 'picture',
  }));

/** Layers to draw; a picture of what one network sees has that network's masks on it, shown elsewhere or not. */
export function layersDrawn(
  { opacities: all, shown: on, masksShown }: Pick<ViewerFacts, 'opacities' | 'shown' | 'masksShown'>,
  aspect: Aspect,
): Layers {
  if (!masksShown) return {};
  const drawn = layerNames.filter((name) => on[name] || name === aspect);
  return Object.fromEntries(drawn.map((name) => [name, all[name]]));
}

/** The image `offset` places after the selected one, round the ends; the first where none is selected. */
export function neighbour(
  images: readonly RunImage[],
  selected: number | undefined,
  offset: number,
): number | undefined {
  const count = images.length;
  if (count === 0) return undefined;
  const at = images.findIndex(({ id }) => id === selected);
  return at < 0 ? images[0]?.id : images[(((at + offset) % count) + count) % count]?.id;
}

/**
 * Where one looks when another run stands: at the same image where it is still there, else at the first; and where there
 * is none to look at, at the first kind of images of which there are some.
 */
export function placeIn(
  description: Pick<RunDescription, Split>,
  facts: Pick<ViewerFacts, 'split' | 'selected'>,
): Pick<ViewerFacts, 'split' | 'selected'> {
  const some = [facts.split, ...splits].find((name) => description[name].length > 0);
  const split = some ?? facts.split;
  const images = description[split];
  const stays = images.some(({ id }) => id === facts.selected);
  return { split, selected: stays ? facts.selected : images[0]?.id };
}
