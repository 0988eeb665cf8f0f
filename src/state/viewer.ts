import { createStore } from 'zustand/vanilla';
import type { Layers, RunDescription, RunImage } from '../engine/protocol.ts';
import type { Rle } from '../masks/rle.ts';

export const splits = ['validation', 'unlabelled', 'labelled'] as const;
export type Split = (typeof splits)[number];

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
  readonly layers: Layers;
  readonly chosen: ChosenCandidate | undefined;
  /** X: all layers off for a moment, without losing their opacities. */
  readonly masksShown: boolean;
}

export const initialLayers: Layers = { truth: 0, predictions: 0.6, uncertainty: 0 };
export const noLayers: Layers = { truth: 0, predictions: 0, uncertainty: 0 };

export const createViewerStore = () =>
  createStore<ViewerFacts>(() => ({
    split: 'validation',
    selected: undefined,
    layers: initialLayers,
    chosen: undefined,
    masksShown: true,
  }));

export const layersDrawn = ({ layers, masksShown }: ViewerFacts): Layers => (masksShown ? layers : noLayers);

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

/** What stays selected when another run stands: the same image where it is still there, else the first. */
export function selectionIn(
  description: RunDescription,
  { split, selected }: ViewerFacts,
): number | undefined {
  const images = description[split];
  return images.some(({ id }) => id === selected) ? selected : images[0]?.id;
}
