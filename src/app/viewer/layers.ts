import type { LayerName } from '../../engine/protocol/view.ts';

export interface LayerWords {
  readonly label: string;
  readonly help: string;
}

/** What each layer is called, and what it shows. */
export const layerWords: Readonly<Record<LayerName, LayerWords>> = {
  truth: { label: 'Truth', help: 'Masks that a person would draw; known for the demo images.' },
  teacher: { label: 'Teacher', help: 'Masks that the teacher, the average of many students, predicts.' },
  student: {
    label: 'Student',
    help: "Masks that the student predicts; above the teacher's, an outline in dashes.",
  },
  kept: { label: 'Kept', help: 'Pseudo-labels that the student learns: filled, with an unbroken outline.' },
  corrected: {
    label: 'Corrected',
    help: "Pseudo-labels that are kept with another class than the teacher's: striped in both classes.",
  },
  refused: {
    label: 'Refused',
    help: 'Candidates that teach nothing: an outline in dashes of black and white.',
  },
  uncertainty: {
    label: 'Doubt',
    help: 'Where the teacher wavers between inside and outside: u of each pixel.',
  },
  weights: {
    label: 'Weights',
    help: 'What each pixel weighs in the mask loss: the darker the veil, the less, down to 0 where the teacher cannot tell.',
  },
};
