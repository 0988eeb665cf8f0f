import { type OpenedFile, openFile } from '../../compute/run-file.ts';
import { STANDALONE_INPUT } from '../../network/standalone.ts';
import type { PooledImage } from '../../training/pool.ts';
import type { Candidate } from '../../training/predict.ts';
import type { ModelCheck } from '../protocol/take-home.ts';

/** What an exported model must reach against the page's own predictions. */
const LEAST_IOU = 0.99;
const MOST_DIFFERENCE = 1e-3;
/** What scores less is not worth a look, unless there is nothing else. */
const LEAST_SCORE = 0.05;

/** An instance as the model gives it. */
interface ModelRow {
  readonly score: number;
  readonly category: number;
  /** Mask logits, [M * M]. */
  readonly logits: Float32Array;
}

/** An image as the model takes it, uint8 [1, S, S, 3]. */
export function modelInput({ pixels }: Pick<PooledImage, 'pixels'>, side: number) {
  const data = new Uint8Array(3 * side * side);
  pixels.forEach((pixel, i) => {
    data[3 * i] = pixel & 255;
    data[3 * i + 1] = (pixel >>> 8) & 255;
    data[3 * i + 2] = (pixel >>> 16) & 255;
  });
  return { shape: [1, side, side, 3], data };
}

async function rowsOf(file: OpenedFile, image: PooledImage, side: number): Promise<ModelRow[]> {
  const {
    scores,
    labels,
    mask_logits: planes,
  } = await file.run({ [STANDALONE_INPUT]: modelInput(image, side) });
  const [, height = 0, width = 0] = planes.shape;
  const pixels = height * width;
  return Array.from(scores.data, Number)
    .map((score, i) => ({
      score,
      category: Number(labels.data[i]),
      logits: Float32Array.from(planes.data.slice(i * pixels, (i + 1) * pixels), Number),
    }))
    .filter(({ score }) => score > 0);
}

function iouOf(a: Float32Array, b: Float32Array): number {
  let shared = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] > 0 && b[i] > 0) shared++;
    if (a[i] > 0 || b[i] > 0) either++;
  }
  return either > 0 ? shared / either : 1;
}

/** Every one of the page's instances with that of the model which lies most like it, of the same class; and what is left of the model's. */
function compare(
  page: readonly Candidate[],
  model: readonly ModelRow[],
): { iou: number; difference: number }[] {
  const free = new Set(model);
  const pairs = page.map(({ category, score, logits }) => {
    let best: ModelRow | undefined;
    let iou = 0;
    for (const row of free) {
      if (row.category !== category) continue;
      const overlap = iouOf(logits, row.logits);
      if (overlap > iou) [best, iou] = [row, overlap];
    }
    if (best) free.delete(best);
    return { iou, difference: Math.abs(score - (best?.score ?? 0)) };
  });
  // By rounding, one that is hardly worth a look may be so for the model alone.
  const left = [...free].filter(({ score }) => score > LEAST_SCORE + MOST_DIFFERENCE);
  return [...pairs, ...left.map(({ score }) => ({ iou: 0, difference: score }))];
}

/**
 * Runs an exported model on images of which the page's own predictions are known.
 * @throws ModelError where ONNX Runtime refuses it.
 */
export async function checkModel(
  bytes: Uint8Array,
  side: number,
  seen: readonly { readonly image: PooledImage; readonly candidates: readonly Candidate[] }[],
): Promise<ModelCheck> {
  const file = await openFile(bytes);
  try {
    const all = seen.flatMap(({ candidates }) => candidates);
    const least = all.some(({ score }) => score >= LEAST_SCORE) ? LEAST_SCORE : 0;
    const pairs: { iou: number; difference: number }[] = [];
    for (const { image, candidates } of seen) {
      const wanted = candidates.filter(({ score }) => score >= least);
      pairs.push(...compare(wanted, await rowsOf(file, image, side)));
    }
    const iou = Math.min(1, ...pairs.map((pair) => pair.iou));
    const difference = Math.max(0, ...pairs.map((pair) => pair.difference));
    return {
      images: seen.length,
      objects: pairs.length,
      leastIou: iou,
      mostDifference: difference,
      agrees: iou >= LEAST_IOU && difference <= MOST_DIFFERENCE,
    };
  } finally {
    await file.release();
  }
}
