import { argmax } from '../method/prediction.ts';
import type { Verdict } from '../method/rules.ts';
import {
  type CandidateFate,
  type CandidateRow,
  type CandidateTable,
  type SeenImage,
  tabulate,
} from '../metrics/candidates.ts';
import type { Affine } from './augmentation.ts';
import type { JudgedImage } from './labeller.ts';
import { overlapWith, trueMasks } from './overlap.ts';
import type { PooledInstance } from './pool.ts';

/** A candidate's mask as the teacher saw it. */
export interface SeenMask {
  /** One bit a mask pixel, row-major. */
  readonly bits: Uint32Array;
  /** From the pixels of the view to the image's. */
  readonly map: Affine;
}

/** A look at an image, in plain data. */
export interface Look extends SeenImage {
  readonly step: number;
  readonly map: Affine;
  readonly masks: readonly Uint32Array[];
}

/**
 * The latest look at every unlabelled image that training has come by: its candidates, what became of them, and what
 * truth says of them where it is known. It costs no pass of the network. Training never reads it.
 */
export class CandidatePool {
  readonly #side: number;
  readonly #seen = new Map<number, Look>();

  /** @param side the network's input side. */
  constructor(side: number) {
    this.#side = side;
  }

  /** Images looked at. */
  get size(): number {
    return this.#seen.size;
  }

  /** Whether anything is known to be true of the images looked at. */
  get truthKnown(): boolean {
    return [...this.#seen.values()].some(({ objects }) => objects !== undefined);
  }

  /** @param truth hidden from training; undefined where nobody knows it. */
  note(
    { id, map, detections, decisions }: JudgedImage,
    step: number,
    truth: readonly PooledInstance[] | undefined,
  ): void {
    const masks = truth && trueMasks(truth, map, this.#side);
    const rows = detections.map((detection, i): CandidateRow => {
      const { category, classQuality, verdict, reference } = decisions[i];
      const opinionCategory = reference ? argmax(reference) : -1;
      return {
        image: id,
        step,
        objectness: detection.objectness,
        teacherQuality: detection.classQuality,
        classQuality,
        maskQuality: detection.maskQuality,
        teacherCategory: detection.category,
        category,
        opinionCategory,
        opinionQuality: reference?.[opinionCategory] ?? Number.NaN,
        fate: fateOf(verdict),
        ...overlapWith(masks, detection),
      };
    });
    this.#seen.set(id, {
      rows,
      objects: masks?.filter(({ area }) => area > 0).length,
      step,
      map,
      masks: detections.map(({ bits }) => bits),
    });
  }

  /** The mask of an image's candidate; undefined where the image has been looked at anew since that step. */
  maskOf(image: number, place: number, step: number): SeenMask | undefined {
    const look = this.#seen.get(image);
    const bits = look?.step === step ? look.masks[place] : undefined;
    return look && bits && { bits, map: look.map };
  }

  table(): CandidateTable {
    return tabulate([...this.#seen.values()]);
  }

  /** Everything, to go on with another time. */
  looks(): ReadonlyMap<number, Look> {
    return new Map(this.#seen);
  }

  /** In place of everything. */
  bringBack(looks: ReadonlyMap<number, Look>): void {
    this.#seen.clear();
    for (const [image, look] of looks) this.#seen.set(image, look);
  }

  /** An image that is unlabelled no more. */
  forget(image: number): void {
    this.#seen.delete(image);
  }

  clear(): void {
    this.#seen.clear();
  }
}

function fateOf({ kept, classWeight, refusedFor }: Verdict): CandidateFate {
  if (kept) return classWeight > 0 ? 'kept' : 'mask-only';
  return refusedFor.length > 1 ? 'class-and-mask' : refusedFor[0];
}
