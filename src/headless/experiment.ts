/** `npm run experiment`: the training of the page without a browser, over methods and seeds, into one table. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWasmDevice } from '../compute/wasm.ts';
import { openCocoFolder } from '../data/folder.node.ts';
import { splitLabelled } from '../data/splits.ts';
import { evaluate } from '../training/evaluate.ts';
import { type PooledImage, poolImage } from '../training/pool.ts';
import { Segmenter } from '../training/segmenter.ts';
import { demoSource, type Source } from '../training/sources.ts';
import { DivergenceError, networkOptions, Trainer } from '../training/trainer.ts';
import { type ExperimentOptions, type Method, readArguments, UsageError, usage } from './arguments.ts';
import { Progress } from './progress.ts';
import {
  type CurvePoint,
  percent,
  percentages,
  type Results,
  type RunResult,
  summarize,
  table,
} from './results.ts';

const EVALUATION_BATCH = 10;

async function openSource(dataset: string, settings: ExperimentOptions['settings']): Promise<Source> {
  if (dataset === 'demo') return demoSource(settings);
  const { dataset: folder, splits } = await openCocoFolder(dataset);
  const training = [...splits.labelled, ...splits.unlabelled];
  const amount = settings.labelled;
  const isCount = !amount.endsWith('%');
  // A number of labelled images is drawn from those that the folder lists as labelled; a share from all of them.
  const pool = isCount ? splits.labelled : training;
  const { labelled } = splitLabelled(pool, amount, settings.seed);
  const known = new Set(labelled);
  return {
    dataset: folder,
    splits: { ...splits, labelled, unlabelled: training.filter((id) => !known.has(id)) },
  };
}

async function poolAll(
  source: Source,
  ids: readonly number[],
  side: number,
  truth: boolean,
): Promise<PooledImage[]> {
  const images: PooledImage[] = [];
  for (const id of ids) images.push(await poolImage(source.dataset, id, side, { truth }));
  return images;
}

async function runOnce(options: ExperimentOptions, method: Method, seed: number): Promise<RunResult> {
  const settings = { ...options.settings, seed };
  const source = await openSource(options.dataset, settings);
  const { dataset, splits } = source;
  const progress = new Progress(`${method}, seed ${seed}`, settings.steps);
  progress.say(`reading ${splits.labelled.length} labelled images`);
  const labelled = await poolAll(source, splits.labelled, settings.side, true);
  const device = await createWasmDevice(options.threads);
  const segmenter = new Segmenter(device, networkOptions(settings.side, dataset.categories.length));
  const trainer = new Trainer(segmenter, labelled, settings);
  progress.say(`${device.description}, ${segmenter.layout.size} parameters`);
  const validation =
    options.evaluations > 0 ? await poolAll(source, splits.validation, settings.side, false) : [];
  const measured = splits.test.length > 0 ? splits.test : splits.validation;
  const measure = (images: readonly PooledImage[]) =>
    evaluate(segmenter, trainer.teacher, dataset, images, { batch: EVALUATION_BATCH });

  const curve: CurvePoint[] = [];
  const interval = Math.ceil(settings.steps / Math.max(1, options.evaluations));
  let lossSum = 0;
  let lossCount = 0;
  let seconds = 0;
  while (!trainer.finished) {
    const begun = performance.now();
    const { losses } = await trainer.advance();
    seconds += (performance.now() - begun) / 1000;
    lossSum += losses.total;
    lossCount++;
    progress.step(trainer.step, losses.total);
    if (options.evaluations > 0 && trainer.step % interval === 0 && !trainer.finished) {
      const { ap } = await measure(validation);
      curve.push({ step: trainer.step, loss: lossSum / lossCount, ap: percent(ap) });
      progress.say(
        `step ${trainer.step}: loss ${(lossSum / lossCount).toFixed(3)}, validation AP ${percent(ap)?.toFixed(1) ?? '-'}`,
      );
      lossSum = 0;
      lossCount = 0;
    }
  }
  progress.say(`evaluating on ${measured.length} images`);
  const figures = await measure(await poolAll(source, measured, settings.side, false));
  const result: RunResult = {
    method,
    seed,
    ...percentages(figures),
    seconds,
    labelledImagesSeen: trainer.labelledImagesSeen,
    unlabelledImagesSeen: 0,
    curve,
  };
  progress.say(`AP ${result.ap?.toFixed(1) ?? '-'} after ${seconds.toFixed(0)} s of training`);
  trainer.dispose();
  await segmenter.release();
  await device.destroy();
  return result;
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  await mkdir(options.out, { recursive: true });
  const runs: RunResult[] = [];
  const file = join(options.out, 'results.json');
  let results: Results | undefined;
  for (const method of options.methods) {
    for (let i = 0; i < options.seeds; i++) {
      runs.push(await runOnce(options, method, options.settings.seed + i));
      const { labelled, steps } = options.settings;
      results = { dataset: options.dataset, labelled, steps, runs, summary: summarize(runs) };
      await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
    }
  }
  if (results) console.log(`\n${table(results)}\n\nWritten to ${file}`);
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
  else if (error instanceof DivergenceError) console.error(error.message);
  else throw error;
  process.exitCode = 2;
}
