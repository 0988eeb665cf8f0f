import type { ImageRecord } from '../data/dataset.ts';
import { writeAnnotations } from '../data/formats/writing/all.ts';
import type { ExportedInstance } from '../data/write-coco.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { namedParameters } from '../training/base-weights.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import { predict } from '../training/predict.ts';
import { writeTensors } from '../training/safetensors.ts';
import type { AnnotationFile, AnnotationForm } from './protocol/take-home.ts';
import type { Run } from './run.ts';
import { snapshotTeacher } from './teacher-snapshot.ts';

/** Images per forward pass: one pass must not keep anything else waiting for long. */
const BATCH = 4;
/** Predictions below this are left out. */
const LEAST_SCORE = 0.05;

/**
 * The teacher's masks on images of a run, with their scores where the form has a place for them.
 * @throws RangeError for an image that the run does not have.
 */
export function predictionsAs(
  form: AnnotationForm,
  run: Run,
  ids: readonly number[],
  breathe: () => Promise<void>,
): Promise<AnnotationFile> {
  const { dataset } = run.source;
  const known = new Map(dataset.images.map((image) => [image.id, image]));
  const records = ids.map((id): ImageRecord => {
    const record = known.get(id);
    if (!record)
      throw new RangeError(`The dataset has no image ${id}; the images of a run are in its description.`);
    return record;
  });
  return run.onStage(async ({ device, segmenter, trainer }, turn) => {
    const teacher = snapshotTeacher(device, trainer);
    try {
      const found: [ImageRecord, ExportedInstance[]][] = [];
      for (let start = 0; start < records.length; start += BATCH) {
        const some = await Promise.all(records.slice(start, start + BATCH).map(({ id }) => run.pooled(id)));
        // Always full batches: another size would mean another pair of sessions.
        const padding = Array.from({ length: BATCH - some.length }, () => some[0]);
        const predicted = await predict(segmenter, teacher.parameters, [...some, ...padding]);
        some.forEach(({ width, height, transform }, i) => {
          const frame = {
            maskSide: segmenter.geometry.maskSide,
            scale: transform.scale / MASK_STRIDE,
            width,
            height,
          };
          const instances = predicted[i]
            .filter(({ score }) => score >= LEAST_SCORE)
            .map(({ category, score, classQuality, maskQuality, logits }) => {
              const mask = maskAtImageSize(logits, frame);
              return { category, score, classQuality, maskQuality, mask };
            });
          found.push([records[start + i], instances]);
        });
        await turn.pause(breathe);
      }
      const { seed } = run.settings;
      const description = `Predictions on ${dataset.name}, made with Penumbra after ${trainer.step} steps from seed ${seed}`;
      const written = { source: dataset, images: found, splits: run.source.splits, description };
      return writeAnnotations(form, written, () => turn.pause(breathe));
    } finally {
      teacher.dispose();
    }
  });
}

/** The teacher's weights as a safetensors file in half precision, with the names of the classes. */
export function weightsAsSafetensors(run: Run): Promise<Uint8Array> {
  return run.onStage(async ({ segmenter, trainer }) => {
    const { step, weights } = await trainer.checkpoint();
    return writeTensors({
      tensors: namedParameters(segmenter.layout, weights.teacher, 'all'),
      metadata: {
        'made by': 'Penumbra',
        steps: String(step),
        seed: String(run.settings.seed),
        side: String(segmenter.options.side),
        classes: run.source.dataset.categories.map(({ name }) => name).join(', '),
      },
    });
  });
}
