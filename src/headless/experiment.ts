/** `npm run experiment`: the training of the page without a browser, over methods and seeds, into one table. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describeSettings } from '../settings/settings.ts';
import { DivergenceError } from '../training/trainer.ts';
import { type ExperimentOptions, readArguments, UsageError, usage } from './arguments.ts';
import { withChromium } from './chromium.ts';
import { comparisonTable } from './comparison.ts';
import { comparisonFigure } from './comparison-figure.ts';
import { type Results, type RunResult, summarize, table } from './results.ts';
import { chromiumRunner } from './run-in-chromium.ts';
import { nodeRunner, type Runner } from './run-in-node.ts';

/** Runs of the same experiment on the same dataset that are done already: it was interrupted, or other methods join it. */
async function runsDone(
  file: string,
  { dataset, experiment }: Pick<Results, 'dataset' | 'experiment'>,
): Promise<readonly RunResult[]> {
  try {
    const results = JSON.parse(await readFile(file, 'utf8')) as Results;
    return results.experiment === experiment && results.dataset === dataset ? results.runs : [];
  } catch {
    return [];
  }
}

/** Whether all methods had as many steps, and saw as many labelled images. */
const equalExposure = (runs: readonly RunResult[]): boolean =>
  new Set(runs.map(({ settings, labelledImagesSeen }) => `${settings.steps} ${labelledImagesSeen}`)).size <=
  1;

const inWords = ({ dataset, labelled, steps, experiment: key, runs }: Results): string =>
  [
    `Mask AP of the teacher on the ${runs[0].measuredOn} images of ${dataset} in percent, ${labelled} labelled, ${steps} steps; ${
      equalExposure(runs)
        ? 'equal steps and equal exposure to labelled images for all methods'
        : 'steps or exposure to labelled images differ between the methods'
    }.`,
    `Settings beside the defaults: ${key || 'none'}.`,
    comparisonTable(runs),
  ].join('\n\n');

async function experiment(options: ExperimentOptions, runner: Runner): Promise<void> {
  await mkdir(options.out, { recursive: true });
  const file = join(options.out, 'results.json');
  const { settings, dataset } = options;
  const { labelled, steps } = settings;
  // The seed of the first run says only where counting starts.
  const words = describeSettings(settings).filter(([name]) => name !== 'seed');
  const key = [
    ...words.map(([name, value]) => `--${name} ${value}`),
    ...(options.suggested ? ['--thresholds suggested'] : []),
  ].join(' ');
  let runs = await runsDone(file, { dataset, experiment: key });
  for (let i = 0; i < options.seeds; i++) {
    for (const method of options.methods) {
      const seed = settings.seed + i;
      const whole = { ...settings, ...method.settings, seed };
      const isThis = (run: RunResult): boolean => run.method === method.name && run.seed === seed;
      // Where a default or what a method fixes has changed since, it is another run.
      if (runs.some((run) => isThis(run) && isDeepStrictEqual(run.settings, whole))) continue;
      const run = await runner({
        method: method.name,
        settings: whole,
        evaluations: options.evaluations,
        suggested: options.suggested,
      });
      runs = [...runs.filter((one) => !isThis(one)), run];
      const results: Results = {
        dataset,
        labelled,
        steps,
        experiment: key,
        runs,
        summary: summarize(runs),
      };
      await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
      await writeFile(join(options.out, 'results.md'), `${inWords(results)}\n`);
      const title = `Mask AP on ${dataset}, ${labelled} labelled, ${steps} steps`;
      await writeFile(join(options.out, 'results.svg'), comparisonFigure(title, runs));
    }
  }
  console.log(
    `\n${table({ runs, summary: summarize(runs) })}\n\n${comparisonTable(runs)}\n\nWritten to ${options.out}`,
  );
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const several = options.labelled.length > 1;
  const each = async (runnerOf: (one: ExperimentOptions) => Runner) => {
    for (const labelled of options.labelled) {
      const out = several ? join(options.out, labelled) : options.out;
      const one = { ...options, out, settings: { ...options.settings, labelled } };
      await experiment(one, runnerOf(one));
    }
  };
  if (options.settings.device !== 'webgpu') await each(nodeRunner);
  else
    await withChromium(async (page) => {
      const runner = await chromiumRunner(page, options);
      await each(() => runner);
    });
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
  else if (error instanceof DivergenceError) console.error(error.message);
  else throw error;
  process.exitCode = 2;
}
