import type { Page } from '@playwright/test';
import type { Instance } from '../data/dataset.ts';
import { rleToString } from '../masks/string.ts';
import type { Source } from '../training/sources.ts';
import type { ExperimentOptions } from './arguments.ts';
import { type CheckpointFile, checkpointFile } from './checkpoint-file.ts';
import { callInPage } from './chromium.ts';
import { Progress } from './progress.ts';
import type { RunResult } from './results.ts';
import type { Runner } from './run-in-node.ts';
import type { FolderFacts, SentInstance, SentPicture } from './run-in-page.ts';
import { openSource } from './sources.ts';

/**
 * Runs methods on WebGPU, in a page of Chromium: the same code on the other device. Pictures of a folder are decoded
 * here, so that both devices see the same pixels. A run that was interrupted goes on from its last checkpoint, which only
 * this device takes up: the other's roundings are not its own.
 */
export async function chromiumRunner(page: Page, { dataset, out }: ExperimentOptions): Promise<Runner> {
  page.setDefaultTimeout(0);
  let progress: Progress | undefined;
  let source: Source | undefined;
  let file: CheckpointFile<string> | undefined;
  await page.exposeFunction('penumbraSay', (sentence: string) => progress?.say(sentence));
  await page.exposeFunction('penumbraStep', (step: number, loss: number) => progress?.step(step, loss));
  await page.exposeFunction('penumbraPicture', async (id: number): Promise<SentPicture> => {
    if (!source) throw new Error('No dataset is open.');
    const { width, height, rgb } = await source.dataset.picture(id);
    return { width, height, rgb: Buffer.from(rgb).toString('base64') };
  });
  await page.exposeFunction('penumbraBefore', async () => (await file?.read()) ?? null);
  await page.exposeFunction('penumbraKeep', (interrupted: string) => file?.write(interrupted));
  await page.evaluate(() => {
    const exposed = globalThis as unknown as {
      penumbraSay(sentence: string): Promise<void>;
      penumbraStep(step: number, loss: number): Promise<void>;
      penumbraPicture(id: number): Promise<SentPicture>;
      penumbraBefore(): Promise<string | null>;
      penumbraKeep(interrupted: string): Promise<void>;
    };
    globalThis.penumbraExperiment = {
      say: exposed.penumbraSay,
      stepDone: exposed.penumbraStep,
      picture: exposed.penumbraPicture,
      before: exposed.penumbraBefore,
      keep: exposed.penumbraKeep,
    };
  });
  return async (run) => {
    const { method, settings } = run;
    progress = new Progress(`${method}, seed ${settings.seed}, WebGPU`, settings.steps);
    source = dataset === 'demo' ? undefined : await openSource(dataset, settings);
    const facts = source ? JSON.stringify(await factsOf(source)) : null;
    file = checkpointFile<string>(out, dataset, run);
    const result = await callInPage<RunResult>(page, '/src/headless/run-in-page.ts', 'runInPage', [
      run,
      facts,
    ]);
    await file.remove();
    return result;
  };
}

async function factsOf({ dataset, splits }: Source): Promise<FolderFacts> {
  const { name, categories, images } = dataset;
  const instances = await Promise.all(
    images.map(async ({ id }) => [id, (await dataset.instances(id)).map(sent)] as const),
  );
  return { name, categories, images, instances, splits };
}

const sent = ({ mask, ...rest }: Instance): SentInstance => ({
  ...rest,
  mask: { width: mask.width, height: mask.height, counts: rleToString(mask) },
});
