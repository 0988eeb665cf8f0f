import type { Device } from '../compute/device.ts';
import { reportPseudoLabels } from '../metrics/pseudo-label-report.ts';
import type { Settings } from '../settings/schema.ts';
import { startFrom } from '../training/base-weights.ts';
import { CandidatePool } from '../training/candidate-pool.ts';
import { cautions } from '../training/cautions.ts';
import { evaluate } from '../training/evaluate.ts';
import { mostInstances, networkOptions } from '../training/network-options.ts';
import type { PooledImage } from '../training/pool.ts';
import type { TensorFile } from '../training/safetensors.ts';
import { Segmenter } from '../training/segmenter.ts';
import type { Source } from '../training/sources.ts';
import { type Checkpoint, Trainer } from '../training/trainer.ts';
import type { ImageReader } from './image-reader.ts';
import { type CurvePoint, percent, percentages, type RunResult } from './results.ts';
import type { SuggestedThresholds } from './suggested-thresholds.ts';

const EVALUATION_BATCH = 10;

/** Seconds of training that an interruption may cost. */
const CHECKPOINT_SECONDS = 60;

/** A run that was interrupted. */
export interface Interrupted {
  readonly checkpoint: Checkpoint;
  readonly curve: readonly CurvePoint[];
  readonly seconds: number;
}

/** One method with one seed, in full. */
export interface MethodRun {
  /** As it stands in tables. */
  readonly method: string;
  /** With the method's own and the seed. */
  readonly settings: Settings;
  /** How often the validation images are evaluated, for the curve. */
  readonly evaluations: number;
  /** Thresholds from the labelled images instead of those of the settings. */
  readonly suggested: boolean;
}

/** Where a run happens, in Node or in a page: what it needs, and who hears of it. */
export interface RunSite {
  readonly source: Source;
  readonly reader: ImageReader;
  /** Undefined where the weights start at random. */
  readonly base: TensorFile | undefined;
  readonly thresholds: SuggestedThresholds;
  createDevice(): Promise<Device>;
  say(sentence: string): void;
  stepDone(step: number, loss: number): void;
  /** Where it was interrupted; undefined where it begins. */
  readonly before?: Interrupted | undefined;
  /** Called now and then with where the run stands. */
  keep?(interrupted: Interrupted): Promise<void>;
}

/** One method with one seed, from start or from where it was interrupted, to its figures on the test images. */
export async function runMethod(
  { method, settings: given, evaluations, suggested }: MethodRun,
  site: RunSite,
): Promise<RunResult> {
  const { source, reader, base, before } = site;
  const { side, seed } = given;
  const { dataset, splits } = source;
  site.say(`reading ${splits.labelled.length} labelled images`);
  const lessons = {
    labelled: await reader.all(source, splits.labelled, side, true),
    unlabelled: reader.unlabelled(source, side),
  };
  const options = networkOptions(side, dataset.categories.length, await mostInstances(source));
  const names = new Map(dataset.images.map(({ id, name }) => [id, name]));
  const material = {
    categories: dataset.categories,
    labelled: lessons.labelled,
    unlabelled: splits.unlabelled.length,
    nameOf: (id: number) => names.get(id) ?? `image ${id}`,
    slots: options.slots,
  };
  for (const { what, advice } of cautions(material, given)) site.say(`${what} ${advice}`);

  const device = await site.createDevice();
  const segmenter = new Segmenter(device, options);
  const start = base && startFrom(base, segmenter.layout, seed);
  const settings = suggested
    ? await site.thresholds.applyTo(given, segmenter, lessons.labelled, start, site.say)
    : given;
  const trainer = new Trainer(segmenter, { ...lessons, start }, settings, before?.checkpoint);
  site.say(
    `${device.description}, ${segmenter.layout.size} parameters${before ? `, going on from step ${trainer.step}` : ''}`,
  );
  const validation = evaluations > 0 ? await reader.all(source, splits.validation, settings.side, false) : [];
  const measured = splits.test.length > 0 ? splits.test : splits.validation;
  const measure = (images: readonly PooledImage[], weights = trainer.teacher) =>
    evaluate(segmenter, weights, dataset, images, { batch: Math.min(EVALUATION_BATCH, images.length) });

  const candidates = new CandidatePool(settings.side);
  const pseudoLabels = () =>
    candidates.size > 0 ? { pseudoLabels: reportPseudoLabels(candidates.table()) } : {};
  const curve: CurvePoint[] = [...(before?.curve ?? [])];
  const interval = Math.ceil(settings.steps / Math.max(1, evaluations));
  let lossSum = 0;
  let lossCount = 0;
  let seconds = before?.seconds ?? 0;
  let kept = seconds;
  while (!trainer.finished) {
    const begun = performance.now();
    const { teaching } = trainer;
    const { losses } = await trainer.advance();
    seconds += (performance.now() - begun) / 1000;
    for (const image of (teaching && trainer.labeller?.latest) || [])
      candidates.note(image, trainer.step, await reader.truth(source, image.id, settings.side));
    lossSum += losses.total;
    lossCount++;
    site.stepDone(trainer.step, losses.total);
    if (evaluations > 0 && trainer.step % interval === 0 && !trainer.finished) {
      const { ap } = await measure(validation);
      curve.push({ step: trainer.step, loss: lossSum / lossCount, ap: percent(ap), ...pseudoLabels() });
      site.say(
        `step ${trainer.step}: loss ${(lossSum / lossCount).toFixed(3)}, validation AP ${percent(ap)?.toFixed(1) ?? '-'}`,
      );
      lossSum = 0;
      lossCount = 0;
    }
    if (site.keep && seconds - kept > CHECKPOINT_SECONDS) {
      await site.keep({ checkpoint: await trainer.checkpoint(), curve, seconds });
      kept = seconds;
    }
  }
  if (evaluations > 0) {
    const { ap } = await measure(validation);
    curve.push({
      step: trainer.step,
      loss: lossSum / Math.max(1, lossCount),
      ap: percent(ap),
      ...pseudoLabels(),
    });
  }
  site.say(`evaluating on ${measured.length} images`);
  const images = await reader.all(source, measured, settings.side, false);
  const figures = await measure(images);
  const student = await measure(images, trainer.student);
  const result: RunResult = {
    method,
    seed,
    settings: given,
    measuredOn: splits.test.length > 0 ? 'test' : 'validation',
    ...percentages(figures),
    studentAp: percent(student.ap),
    seconds,
    labelledImagesSeen: trainer.labelledImagesSeen,
    unlabelledImagesSeen: trainer.unlabelledImagesSeen,
    curve,
  };
  site.say(`AP ${result.ap?.toFixed(1) ?? '-'} after ${seconds.toFixed(0)} s of training`);
  trainer.dispose();
  await segmenter.release();
  await device.destroy();
  return result;
}
