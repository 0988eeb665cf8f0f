import { argmax, type Prediction } from './prediction.ts';
import type { PrototypeBank } from './prototypes.ts';
import type { RidgeClassifier } from './ridge.ts';

/**
 * Someone else's view of what class an instance has: p_ref over the K classes, or undefined for none. The paper asks
 * CLIP (features under the mask against text embeddings); here a classifier of what objects look like, or prototypes,
 * stand in for it, and another encoder can be put in their place.
 */
export interface SecondOpinion {
  opinion(prediction: Prediction): Float32Array | undefined;
}

/** p_ref = softmax(cosine / temperature) over the classes that have a prototype; with fewer than two there is no opinion. */
export function prototypeOpinion(bank: PrototypeBank, temperature: number): SecondOpinion {
  return {
    opinion({ features }) {
      const similarities = bank.similarities(features);
      const known = similarities.filter((value) => !Number.isNaN(value));
      if (known.length < 2) return undefined;
      const largest = Math.max(...known);
      const weights = similarities.map((value) =>
        Number.isNaN(value) ? 0 : Math.exp((value - largest) / temperature),
      );
      const sum = weights.reduce((total, value) => total + value, 0);
      return weights.map((value) => value / sum);
    },
  };
}

/** p_ref by what labelled objects look like; without a look there is no opinion. */
export const lookOpinion = (classifier: RidgeClassifier | undefined): SecondOpinion => ({
  opinion: ({ look }) => look && classifier?.probabilities(look),
});

/** How the second opinion's say goes on: falling as in the paper, or as it began. */
export type OpinionSchedule = 'cosine' | 'constant';

/**
 * w(t) = w0 / 2 (cos(pi (t - t_burn) / (t_max - t_burn)) + 1): from w0 when semi-supervision starts to 0 at the end; or
 * w0 throughout. The paper's w0 is 0.5.
 */
export function opinionWeight(
  step: number,
  burnIn: number,
  steps: number,
  schedule: OpinionSchedule,
  first: number,
): number {
  if (schedule === 'constant') return first;
  const progress = Math.min(1, Math.max(0, (step - burnIn) / Math.max(1, steps - burnIn)));
  return (first / 2) * (Math.cos(Math.PI * progress) + 1);
}

export type Fusion = 'arithmetic' | 'geometric';

/** p_fuse = w p_ref + (1 - w) p_teacher, or p_ref^w p_teacher^(1 - w) normalised. */
export function fuse(
  reference: Float32Array,
  teacher: Float32Array,
  w: number,
  fusion: Fusion,
): Float32Array {
  if (fusion === 'arithmetic') return teacher.map((p, k) => w * reference[k] + (1 - w) * p);
  // In logarithms, and bounded below: a class that one opinion rules out stays comparable.
  const logarithm = (p: number): number => Math.log(Math.max(p, 1e-12));
  const scores = teacher.map((p, k) => w * logarithm(reference[k]) + (1 - w) * logarithm(p));
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const sum = weights.reduce((total, value) => total + value, 0);
  return weights.map((value) => value / sum);
}

/** p^(1/T) normalised, with T = 1/2 (MixMatch, Berthelot et al. 2019, section 3.2): doubt stays, but less of it. */
export function sharpen(probabilities: Float32Array): Float32Array {
  const squares = probabilities.map((p) => p * p);
  const sum = squares.reduce((total, value) => total + value, 0);
  return squares.map((value) => value / sum);
}

/** A class after correction: hard label and quality of the fused opinions. */
export interface Corrected {
  /** argmax p_fuse */
  readonly category: number;
  /** max p_fuse */
  readonly classQuality: number;
  /** p_fuse */
  readonly probabilities: Float32Array;
  readonly reference: Float32Array | undefined;
}

/** label <- argmax p_fuse, class quality <- max p_fuse. Without a second opinion, the teacher's. */
export function correct(
  prediction: Prediction,
  second: SecondOpinion | undefined,
  w: number,
  fusion: Fusion,
): Corrected {
  const { probabilities, category, classQuality } = prediction;
  const reference = second?.opinion(prediction);
  if (!reference) return { category, classQuality, probabilities, reference: undefined };
  const fused = fuse(reference, probabilities, w, fusion);
  const best = argmax(fused);
  return { category: best, classQuality: fused[best], probabilities: fused, reference };
}
