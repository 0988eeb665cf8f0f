import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWasmDevice } from '../compute/wasm.ts';
import { reportPseudoLabels } from '../metrics/pseudo-label-report.ts';
import { describeSettings } from '../settings/settings.ts';
import { BASE_WEIGHTS, startFrom } from '../training/base-weights.ts';
import { CandidatePool } from '../training/candidate-pool.ts';
import { cautions } from '../training/cautions.ts';
import { evaluate } from '../training/evaluate.ts';
import type { PooledImage } from '../training/pool.ts';
import { readTensors } from '../training/safetensors.ts';
import { Segmenter } from '../training/segmenter.ts';
import { type Checkpoint, networkOptions, Trainer } from '../training/trainer.ts';
import type { ExperimentOptions } from './arguments.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import type { Method } from './methods.ts';
import { Progress } from './progress.ts';
import { type CurvePoint, percent, percentages, type RunResult } from './results.ts';
import { type ImageReader, openSource } from './sources.ts';

const EVALUATION_BATCH = 10;

/** Seconds of training that an interruption may cost. */
const CHECKPOINT_SECONDS = 60;

/** A run that was interrupted. */
interface Interrupted {
  readonly checkpoint: Checkpoint;
  readonly curve: readonly CurvePoint[];
  readonly seconds: number;
}

/** One method with one seed, from start or from where it was interrupted, to its figures on the test images. */
export async function runMethod(
  options: ExperimentOptions,
  method: Method,
  seed: number,
  reader: ImageReader,
): Promise<RunResult> {
  const settings = { ...options.settings, ...method.settings, seed };
  const source = await openSource(options.dataset, settings);
  const { dataset, splits } = source;
  const progress = new Progress(`${method.name}, seed ${seed}`, settings.steps);
  progress.say(`reading ${splits.labelled.length} labelled images`);
  const lessons = {
    labelled: await reader.all(source, splits.labelled, settings.side, true),
    unlabelled: reader.unlabelled(source, settings.side),
  };
  const names = new Map(dataset.images.map(({ id, name }) => [id, name]));
  const material = {
    categories: dataset.categories,
    labelled: lessons.labelled,
    unlabelled: splits.unlabelled.length,
    nameOf: (id: number) => names.get(id) ?? `image ${id}`,
  };
  for (const { what, advice } of cautions(material, settings)) progress.say(`${what} ${advice}`);
  const base =
    settings.start === 'base' ? readTensors(await readFile(join('public', BASE_WEIGHTS))) : undefined;
  const key = JSON.stringify([options.dataset, describeSettings(settings)]);
  const file = new CheckpointFile<Interrupted>(
    join(options.out, 'checkpoints', `${method.name}-${seed}.bin`),
    key,
  );
  const before = await file.read();

  const device = await createWasmDevice(options.threads);
  const segmenter = new Segmenter(device, networkOptions(settings.side, dataset.categories.length));
  const start = base && startFrom(base, segmenter.layout, seed);
  const trainer = new Trainer(segmenter, { ...lessons, start }, settings, before?.checkpoint);
  progress.say(
    `${device.description}, ${segmenter.layout.size} parameters${before ? `, going on from step ${trainer.step}` : ''}`,
  );
  const validation =
    options.evaluations > 0 ? await reader.all(source, splits.validation, settings.side, false) : [];
  const measured = splits.test.length > 0 ? splits.test : splits.validation;
  const measure = (images: readonly PooledImage[], weights = trainer.teacher) =>
    evaluate(segmenter, weights, dataset, images, { batch: EVALUATION_BATCH });

  const candidates = new CandidatePool(settings.side);
  const pseudoLabels = () =>
    candidates.size > 0 ? { pseudoLabels: reportPseudoLabels(candidates.table()) } : {};
  const curve: CurvePoint[] = [...(before?.curve ?? [])];
  const interval = Math.ceil(settings.steps / Math.max(1, options.evaluations));
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
    progress.step(trainer.step, losses.total);
    if (options.evaluations > 0 && trainer.step % interval === 0 && !trainer.finished) {
      const { ap } = await measure(validation);
      curve.push({ step: trainer.step, loss: lossSum / lossCount, ap: percent(ap), ...pseudoLabels() });
      progress.say(
        `step ${trainer.step}: loss ${(lossSum / lossCount).toFixed(3)}, validation AP ${percent(ap)?.toFixed(1) ?? '-'}`,
      );
      lossSum = 0;
      lossCount = 0;
    }
    if (seconds - kept > CHECKPOINT_SECONDS) {
      await file.write({ checkpoint: await trainer.checkpoint(), curve, seconds });
      kept = seconds;
    }
  }
  if (options.evaluations > 0) {
    const { ap } = await measure(validation);
    curve.push({
      step: trainer.step,
      loss: lossSum / Math.max(1, lossCount),
      ap: percent(ap),
      ...pseudoLabels(),
    });
  }
  progress.say(`evaluating on ${measured.length} images`);
  const images = await reader.all(source, measured, settings.side, false);
  const figures = await measure(images);
  const student = await measure(images, trainer.student);
  const result: RunResult = {
    method: method.name,
    seed,
    ...percentages(figures),
    studentAp: percent(student.ap),
    seconds,
    labelledImagesSeen: trainer.labelledImagesSeen,
    unlabelledImagesSeen: trainer.unlabelledImagesSeen,
    curve,
  };
  progress.say(`AP ${result.ap?.toFixed(1) ?? '-'} after ${seconds.toFixed(0)} s of training`);
  trainer.dispose();
  await segmenter.release();
  await device.destroy();
  await file.remove();
  return result;
}
