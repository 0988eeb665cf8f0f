import type { PooledImage } from '../../training/pool.ts';
import { type Candidate, predict } from '../../training/predict.ts';
import type { ExportedModel } from '../protocol/take-home.ts';
import type { Run } from '../run.ts';
import { checkModel } from './check-model.ts';
import { modelFile } from './model-file.ts';

/** Images that an exported model is checked on. */
const CHECKED = 3;

/**
 * The teacher as an ONNX file, run on the spot and compared with the page's own predictions.
 * @throws ModelError where ONNX Runtime refuses the file.
 */
export async function modelAsOnnx(run: Run): Promise<ExportedModel> {
  const { dataset, splits } = run.source;
  const { settings } = run;
  const ids = [...splits.validation, ...splits.unlabelled, ...splits.labelled].slice(0, CHECKED);
  const { options, layout, maskSide, step, teacher, seen } = await run.onStage(
    async ({ segmenter, trainer }) => {
      const images = await Promise.all(ids.map((id) => run.pooled(id)));
      const pairs: { image: PooledImage; candidates: readonly Candidate[] }[] = [];
      for (const image of images) {
        const [candidates = []] = await predict(segmenter, trainer.teacher, [image]);
        pairs.push({ image, candidates });
      }
      const { weights } = await trainer.checkpoint();
      return {
        options: segmenter.options,
        layout: segmenter.layout,
        maskSide: segmenter.geometry.maskSide,
        step: trainer.step,
        teacher: weights.teacher,
        seen: pairs,
      };
    },
  );
  const { side, slots: rows } = options;
  const classes = dataset.categories.slice(0, options.classes).map(({ name }) => name);
  const file = modelFile(options, layout, teacher, { classes, settings, step });
  const check = await checkModel(file, side, seen);
  return { file, side, maskSide, rows, classes, step, check };
}
