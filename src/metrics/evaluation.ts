/** COCO mask AP, fed image by image. */
import { curve, rank } from './curve.ts';
import { type ImageMatches, matchImage } from './matching.ts';
import {
  ALL,
  AREA_RANGES,
  COCO_PROTOCOL,
  type Detection,
  LARGE,
  MEDIUM,
  type Protocol,
  SMALL,
  type Truth,
} from './protocol.ts';

/** In 0..1; `undefined` where there is no truth to measure against, for which pycocotools prints -1. */
export type Figure = number | undefined;

export interface CategoryFigures {
  /** Over all IoU thresholds. */
  readonly ap: Figure;
  /** At IoU .50 and .75; `undefined` too where the protocol does not have that threshold. */
  readonly ap50: Figure;
  readonly ap75: Figure;
  /** Over all IoU thresholds, by area: up to 32^2 pixels, to 96^2, above. */
  readonly small: Figure;
  readonly medium: Figure;
  readonly large: Figure;
  /** Average recall with the best 1, 10 and 100 detections per image and category, and by area. */
  readonly recall: {
    readonly ar1: Figure;
    readonly ar10: Figure;
    readonly ar100: Figure;
    readonly small: Figure;
    readonly medium: Figure;
    readonly large: Figure;
  };
}

/** Means over all categories that have truth. */
export interface MaskFigures extends CategoryFigures {
  /** In the order of the categories. */
  readonly perCategory: readonly CategoryFigures[];
}

/**
 * Collects images one at a time, in any order, and sums up whenever asked: an evaluation can go on between training steps.
 * Semantics of pycocotools' COCOeval('segm'), with one difference: there, a truth with id 0 can never be found.
 */
export class MaskEvaluation {
  private readonly protocol: Protocol;
  private readonly images = new Set<number>();
  private readonly matches: ImageMatches[][];

  /** @throws RangeError where the protocol cannot be followed. */
  constructor(categoryCount: number, options: Partial<Protocol> = {}) {
    this.protocol = { ...COCO_PROTOCOL, ...options };
    checkProtocol(this.protocol);
    this.matches = Array.from({ length: categoryCount }, () => []);
  }

  get imageCount(): number {
    return this.images.size;
  }

  /**
   * @throws RangeError where the image was added before, a category does not exist, a score is not a finite number, or a detection
   * and the truth differ in size.
   */
  add(image: number, truth: readonly Truth[], detections: readonly Detection[]): this {
    if (this.images.has(image)) {
      throw new RangeError(
        `Image ${image} was added to the evaluation twice; begin a new one to evaluate it again.`,
      );
    }
    this.check(image, truth, detections);
    this.images.add(image);
    this.matches.forEach((matches, category) => {
      const ownTruth = truth.filter((one) => one.category === category);
      const ownDetections = detections.filter((one) => one.category === category);
      if (ownTruth.length === 0 && ownDetections.length === 0) return;
      matches.push(matchImage(image, ownTruth, ownDetections, this.protocol));
    });
    return this;
  }

  /** The figures of all images so far. */
  summarize(): MaskFigures {
    const perCategory = this.matches.map((matches) => categoryFigures(matches, this.protocol));
    return { ...meanFigures(perCategory), perCategory };
  }

  private check(image: number, truth: readonly Truth[], detections: readonly Detection[]): void {
    const [first] = [...truth, ...detections];
    for (const { category, mask } of [...truth, ...detections]) {
      if (!(category in this.matches)) {
        throw new RangeError(
          `An instance of image ${image} has category ${category}, but the evaluation has ${this.matches.length} categories, from 0.`,
        );
      }
      if (mask.width !== first?.mask.width || mask.height !== first.mask.height) {
        throw new RangeError(
          `Image ${image} has masks of ${first?.mask.width} x ${first?.mask.height} and of ${mask.width} x ${mask.height} pixels; bring truth and detections to one size.`,
        );
      }
    }
    for (const { score } of detections) {
      if (!Number.isFinite(score)) {
        throw new RangeError(
          `A detection in image ${image} has the score ${score}; detections are ranked by finite scores.`,
        );
      }
    }
  }
}

/** The whole evaluation at once; images that only `detections` knows count as images without truth. */
export function evaluateMasks(
  truth: ReadonlyMap<number, readonly Truth[]>,
  detections: ReadonlyMap<number, readonly Detection[]>,
  categoryCount: number,
  options: Partial<Protocol> = {},
): MaskFigures {
  const evaluation = new MaskEvaluation(categoryCount, options);
  for (const image of new Set([...truth.keys(), ...detections.keys()])) {
    evaluation.add(image, truth.get(image) ?? [], detections.get(image) ?? []);
  }
  return evaluation.summarize();
}

function categoryFigures(matches: readonly ImageMatches[], protocol: Protocol): CategoryFigures {
  const { iouThresholds, maxDetections } = protocol;
  const images = [...matches].sort((a, b) => a.image - b.image);
  const rankings = maxDetections.map((limit) => rank(images, AREA_RANGES.length, limit));
  const curves = (limit: number, range: number) =>
    iouThresholds.map((_, threshold) => {
      const ranking = rankings[limit];
      return ranking && curve(ranking, range, threshold);
    });
  const byRange = AREA_RANGES.map((_, range) => curves(2, range));
  const ap = (range: number) => mean(byRange[range]?.map((one) => one?.averagePrecision) ?? []);
  const recall = (range: number) => mean(byRange[range]?.map((one) => one?.recall) ?? []);
  const apAt = (iou: number) => {
    const threshold = iouThresholds.findIndex((one) => Math.abs(one - iou) < 1e-6);
    return byRange[ALL]?.[threshold]?.averagePrecision;
  };
  return {
    ap: ap(ALL),
    ap50: apAt(0.5),
    ap75: apAt(0.75),
    small: ap(SMALL),
    medium: ap(MEDIUM),
    large: ap(LARGE),
    recall: {
      ar1: mean(curves(0, ALL).map((one) => one?.recall)),
      ar10: mean(curves(1, ALL).map((one) => one?.recall)),
      ar100: recall(ALL),
      small: recall(SMALL),
      medium: recall(MEDIUM),
      large: recall(LARGE),
    },
  };
}

/** Every category with truth has the same number of figures, so that the mean of its means is COCO's mean over everything. */
function meanFigures(categories: readonly CategoryFigures[]): CategoryFigures {
  const over = (figure: (category: CategoryFigures) => Figure) => mean(categories.map(figure));
  return {
    ap: over(({ ap }) => ap),
    ap50: over(({ ap50 }) => ap50),
    ap75: over(({ ap75 }) => ap75),
    small: over(({ small }) => small),
    medium: over(({ medium }) => medium),
    large: over(({ large }) => large),
    recall: {
      ar1: over(({ recall }) => recall.ar1),
      ar10: over(({ recall }) => recall.ar10),
      ar100: over(({ recall }) => recall.ar100),
      small: over(({ recall }) => recall.small),
      medium: over(({ recall }) => recall.medium),
      large: over(({ recall }) => recall.large),
    },
  };
}

/** Of those that are defined; `undefined` where none is. */
function mean(figures: readonly Figure[]): Figure {
  const defined = figures.filter((figure) => figure !== undefined);
  return defined.length === 0 ? undefined : defined.reduce((sum, figure) => sum + figure, 0) / defined.length;
}

function checkProtocol({ iouThresholds, maxDetections }: Protocol): void {
  const ascending = (numbers: readonly number[]) =>
    numbers.every((one, i) => i === 0 || one > (numbers[i - 1] ?? 0));
  if (iouThresholds.length === 0 || iouThresholds.length > 16 || !ascending(iouThresholds)) {
    throw new RangeError(
      `An evaluation takes 1 to 16 IoU thresholds in ascending order, not [${iouThresholds.join(', ')}].`,
    );
  }
  if (!iouThresholds.every((one) => one > 0 && one <= 1)) {
    throw new RangeError(`IoU thresholds lie above 0 and up to 1, unlike [${iouThresholds.join(', ')}].`);
  }
  if (!maxDetections.every((one) => Number.isInteger(one) && one > 0) || !ascending(maxDetections)) {
    throw new RangeError(
      `The numbers of detections that count must be whole, from 1, and ascending, not [${maxDetections.join(', ')}].`,
    );
  }
}
