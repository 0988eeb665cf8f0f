import type { Instance } from '../data/dataset.ts';
import type { PooledImage } from '../training/pool.ts';
import { type Candidate, predict } from '../training/predict.ts';
import { drawView } from './draw-view.ts';
import { contentOf, pastSight, type Sight } from './image-content.ts';
import { drawLook, viewLayers } from './last-views.ts';
import { drawLayersAlone } from './layers-alone.ts';
import { coloursOf } from './palette.ts';
import type { Model, Predicted } from './predictions.ts';
import type { ImageView, Layers, ViewOptions } from './protocol/view.ts';
import type { Run, RunParts } from './run.ts';
import type { Stage } from './stage.ts';

/** What of a run is to be drawn. */
export interface ViewWish extends ViewOptions {
  readonly imageId: number;
  /** Of the picture: its longest side has as many pixels. */
  readonly side: number;
  readonly layers: Layers;
}

/**
 * An image of a run with its layers drawn over it.
 * @param onBegin called when the picture's turn has come.
 * @throws RangeError where the run has no such image.
 */
export async function viewOf(
  run: Run,
  { library, surroundings }: Pick<RunParts, 'library' | 'surroundings'>,
  { imageId, side, layers, aspect = 'image', at, layersAlone }: ViewWish,
  onBegin: () => void,
): Promise<ImageView> {
  const { dataset } = run.source;
  return run.onStage(async (stage) => {
    onBegin();
    if (!dataset.images.some((image) => image.id === imageId)) {
      throw new RangeError(
        `The dataset has no image ${imageId}; the images of a run are in its description.`,
      );
    }
    const image = await run.pooled(imageId);
    const { maskSide, side: inputSide } = stage.segmenter.geometry;
    const colours = coloursOf(dataset.categories);
    const look = aspect === 'views' ? run.lastViews.get(imageId) : undefined;
    if (look) {
      const frame = { side: inputSide, maskSide, displaySide: side, layers, colours };
      const { pixels, width, height, ...drawn } = await drawLook(stage.device, look, image, frame);
      const bitmap = await surroundings.createBitmap(pixels, width, height);
      return { imageId, step: look.step + 1, aspect, offered: viewLayers, bitmap, ...drawn };
    }
    const picture = await library.displayed(dataset, imageId, side);
    const instances: readonly Instance[] = await dataset.instances(imageId);
    const truth = instances.length > 0 ? instances : undefined;
    const wish = aspect === 'views' ? 'image' : aspect;
    const known = {
      truthKnown: truth !== undefined,
      weighing: run.settings.uncertainty,
      maskSide,
    };
    const then = at === undefined ? undefined : run.moments.masks(at, imageId, maskSide);
    const now: Sight<Candidate> = {
      ...known,
      studentKnown: true,
      see: (model) => predicted(run, stage, image, model),
      judge: judgeOf(run, stage, image),
    };
    const {
      offered,
      step = at ?? stage.trainer.step,
      ...content
    } = at !== undefined && then
      ? await contentOf(pastSight(known, at, then), wish, layers)
      : await contentOf(now, wish, layers);
    const { pixels, ...drawn } = await (layersAlone ? drawLayersAlone : drawView)(stage.device, {
      picture,
      image,
      truth,
      truthOpacity: layers.truth ?? 0,
      ...content,
      maskSide,
      colours,
    });
    const bitmap = await surroundings.createBitmap(pixels, picture.width, picture.height);
    return { imageId, step, aspect: wish, offered, bitmap, ...drawn };
  });
}

/** What the rule in force makes of candidates on an image; undefined where the teacher does not label it. */
function judgeOf({ source }: Run, { trainer }: Stage, image: PooledImage): Sight<Candidate>['judge'] {
  const { labeller, teaching, step } = trainer;
  if (!labeller || !teaching || !source.splits.unlabelled.includes(image.id)) return undefined;
  const names = source.dataset.categories.map(({ name }) => name);
  return (candidates) =>
    labeller.decideOn(image, candidates, step).map((decision, i) => ({
      kept: decision.verdict.kept,
      corrected: decision.corrected,
      category: decision.category,
      reason: labeller.explain(candidates[i], decision, names),
      maskWeight: decision.verdict.maskWeight,
    }));
}

async function predicted(
  { predictions }: Run,
  { segmenter, trainer }: Stage,
  image: PooledImage,
  model: Model,
): Promise<Predicted> {
  const known = predictions.get(image.id, model);
  if (known) return known;
  const [candidates = []] = await predict(segmenter, trainer[model], [image]);
  const fresh = { step: trainer.step, candidates };
  predictions.set(image.id, fresh, model);
  return fresh;
}
