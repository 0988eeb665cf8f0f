/**
 * How much a person's look at an image would teach (active learning; after B. Settles, "Active Learning Literature
 * Survey", 2009: margin sampling, uncertainty sampling and query by committee, carried over to instances).
 */

/** What an image is ranked by. */
export const usefulnessMeasures = ['class', 'mask', 'disagreement'] as const;
export type UsefulnessMeasure = (typeof usefulnessMeasures)[number];

/** What a network saw of an instance. */
export interface SeenInstance {
  /** Probability that there is an object at all: doubt about what is hardly there says little. */
  readonly objectness: number;
  readonly category: number;
  /** Over the classes, [K]. */
  readonly probabilities: ArrayLike<number>;
  /** s_mask: mean foreground probability. */
  readonly maskQuality: number;
  /** Mask logits, [M, M]. */
  readonly logits: Float32Array;
}

/** So many of an image's objects count, the most doubtful: one good question is enough to open it. */
const COUNTED = 3;
/** Below this objectness a network does not say that there is an object. */
const CREDIBLE = 0.3;

/** 1 - (p1 - p2): how nearly the second class won. For a single class 1 - p1. */
export function classDoubt({ probabilities }: Pick<SeenInstance, 'probabilities'>): number {
  let first = 0;
  let second = 0;
  for (let k = 0; k < probabilities.length; k++) {
    const p = probabilities[k] ?? 0;
    if (p > first) [first, second] = [p, first];
    else if (p > second) second = p;
  }
  return 1 - (first - second);
}

/** Mean of the tent u(p) = 1 - 2|sigmoid(q) - .5| over the predicted mask, which is 2 (1 - s_mask). */
export const maskDoubt = ({ maskQuality }: Pick<SeenInstance, 'maskQuality'>): number =>
  Math.min(1, Math.max(0, 2 * (1 - maskQuality)));

/** 0 where nothing is credible, up to 1. */
export function doubtIn(seen: readonly SeenInstance[], doubt: (instance: SeenInstance) => number): number {
  const most = seen
    .map((instance) => instance.objectness * doubt(instance))
    .sort((a, b) => b - a)
    .slice(0, COUNTED);
  return most.length === 0 ? 0 : most.reduce((sum, value) => sum + value, 0) / most.length;
}

/**
 * 1 - 2 sum(IoU of matched pairs) / (objects of both): 0 where two networks see the same masks of the same classes, 1
 * where nothing that one sees is seen by the other. Pairs are matched greedily, best IoU first; 0 where neither sees
 * anything.
 */
export function disagreement(teacher: readonly SeenInstance[], student: readonly SeenInstance[]): number {
  const mine = teacher.filter(({ objectness }) => objectness >= CREDIBLE);
  const yours = student.filter(({ objectness }) => objectness >= CREDIBLE);
  if (mine.length + yours.length === 0) return 0;
  const pairs = mine
    .flatMap((a, i) =>
      yours.map((b, j) => ({ i, j, iou: a.category === b.category ? planeIou(a.logits, b.logits) : 0 })),
    )
    .sort((a, b) => b.iou - a.iou);
  const [left, right] = [new Set<number>(), new Set<number>()];
  let agreed = 0;
  for (const { i, j, iou } of pairs) {
    if (left.has(i) || right.has(j)) continue;
    left.add(i);
    right.add(j);
    agreed += iou;
  }
  return 1 - (2 * agreed) / (mine.length + yours.length);
}

/** IoU of { logit > 0 }. */
function planeIou(a: Float32Array, b: Float32Array): number {
  let shared = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    const inA = a[i] > 0;
    const inB = b[i] > 0;
    if (inA && inB) shared++;
    if (inA || inB) either++;
  }
  return either === 0 ? 0 : shared / either;
}

/** @param student what the student saw; needed for `disagreement` alone. */
export function usefulness(
  measure: UsefulnessMeasure,
  teacher: readonly SeenInstance[],
  student: readonly SeenInstance[],
): number {
  if (measure === 'disagreement') return disagreement(teacher, student);
  return doubtIn(teacher, measure === 'class' ? classDoubt : maskDoubt);
}
