import {
  bytesOfCandidates,
  type QuantisedCandidates,
  quantise,
  restored,
} from '../metrics/quantised-candidates.ts';
import { type PackedMask, packMask, unpackMask } from './packed-mask.ts';
import type { CandidateSurvey } from './protocol/pseudo-labels.ts';
import type { MomentFacts } from './protocol/run.ts';
import type { SeenMask } from './view-instances.ts';

/** A step of the run with what the teacher saw then: its masks on validation images, and the plane. */
export interface Moment extends MomentFacts {
  /** No other moment has it, of this run or another. */
  readonly id: string;
  /** Which of the run's evaluations it is, from 0. */
  readonly ordinal: number;
  readonly survey: Omit<CandidateSurvey, 'table' | 'validation'> & {
    readonly table: QuantisedCandidates;
    readonly validation: QuantisedCandidates | undefined;
  };
  readonly masks: ReadonlyMap<number, readonly PackedMask[]>;
  readonly bytes: number;
}

/** The moments of a run, to go on with another time. */
export interface Film {
  readonly stride: number;
  readonly moments: readonly Moment[];
}

/** What is seen during an evaluation, until it is one moment. */
export interface Glimpse {
  readonly survey: CandidateSurvey;
  readonly masks: ReadonlyMap<number, readonly PackedMask[]>;
}

export interface MomentLimits {
  /** Moments at most. */
  readonly most: number;
  readonly bytes: number;
}

const defaultLimits: MomentLimits = { most: 64, bytes: 32 * 2 ** 20 };

/** Masks of an image that a moment keeps; an untrained network has hundreds. */
export const packed = (masks: readonly SeenMask[], side: number): PackedMask[] =>
  masks.filter(({ score }) => score >= 0.1).map((mask) => packMask(mask, side));

/**
 * The moments of a run, to look back at. Each comes with an evaluation, so that it costs no pass of the network. Where
 * there are too many, every second goes, and so on: the first, the latest and as many between stay, evenly apart, so
 * that memory is bounded and the whole run is covered.
 */
export class Moments {
  readonly #limits: MomentLimits;
  #moments: Moment[] = [];
  /** Evaluations from one kept moment to the next. */
  #stride = 1;

  constructor(limits: MomentLimits = defaultLimits) {
    this.#limits = limits;
  }

  get facts(): MomentFacts[] {
    return this.#moments.map(({ step, ap }) => ({ step, ap }));
  }

  get bytes(): number {
    return this.#moments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  add({ step, ap }: MomentFacts, { survey, masks }: Glimpse): void {
    // Training went back and comes by again.
    this.rewind(step - 1);
    const last = this.#moments.at(-1);
    const ordinal = (last?.ordinal ?? -1) + 1;
    // The latest is kept only until it is the latest no more, unless it falls into step with the others.
    if (last && last.ordinal % this.#stride !== 0) this.#moments.pop();
    const table = quantise(survey.table);
    const validation = survey.validation && quantise(survey.validation);
    const candidates = bytesOfCandidates(table) + (validation ? bytesOfCandidates(validation) : 0);
    const bytes = [...masks.values()]
      .flat()
      .reduce((sum, { steps }) => sum + steps.byteLength + 120, candidates);
    this.#moments.push({
      id: crypto.randomUUID(),
      ordinal,
      step,
      ap,
      survey: { ...survey, table, validation },
      masks,
      bytes,
    });
    while (this.#moments.length > 2 && this.#tooMuch) {
      this.#stride *= 2;
      this.#moments = this.#moments.filter(
        (moment, i, all) => moment.ordinal % this.#stride === 0 || i === all.length - 1,
      );
    }
  }

  /** Those of steps that training had come to. */
  filmUpTo(last: number): Film {
    return { stride: this.#stride, moments: this.#moments.filter(({ step }) => step <= last) };
  }

  bringBack({ stride, moments }: Film): void {
    this.#stride = stride;
    this.#moments = [...moments];
  }

  get #tooMuch(): boolean {
    return this.#moments.length > this.#limits.most || this.bytes > this.#limits.bytes;
  }

  /** What the teacher saw in an image then; undefined where nobody kept it. */
  masks(step: number, image: number, side: number): SeenMask[] | undefined {
    return this.#at(step)
      ?.masks.get(image)
      ?.map((mask) => unpackMask(mask, side));
  }

  survey(step: number): CandidateSurvey | undefined {
    const survey = this.#at(step)?.survey;
    if (!survey) return undefined;
    const { table, validation } = survey;
    return { ...survey, table: restored(table), validation: validation && restored(validation) };
  }

  /** Forgets what comes after a step: training goes on from there. */
  rewind(step: number): void {
    this.#moments = this.#moments.filter((moment) => moment.step <= step);
    if (this.#moments.length === 0) this.#stride = 1;
  }

  #at(step: number): Moment | undefined {
    return this.#moments.find((moment) => moment.step === step);
  }
}
