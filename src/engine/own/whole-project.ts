import { sentence } from '../../compute/errors.ts';
import { CHECKPOINT_FILE, MODEL_FILE } from '../../data/own/project-file.ts';
import { ZipWriter } from '../../data/own/zip-writer.ts';
import { modelAsOnnx } from '../model/take-model.ts';
import type { Notice } from '../protocol/notice.ts';
import type { RunDescription } from '../protocol/run.ts';
import type { Destination, ImportedFile, ImportReport } from '../protocol/take-in.ts';
import { settingsIn, writeCheckpoint } from '../resume/checkpoint-file.ts';
import { checkpointIn } from '../resume/checkpoint-in.ts';
import { keepWithin } from '../resume/keep-within.ts';
import type { Run } from '../run.ts';
import type { ImportedProject, JoinedProject, Surroundings } from '../surroundings.ts';

/**
 * Everything of the open project, with its run as checkpoint and as model where it has taken a step.
 * @param onNotice where there can be no model: the rest is worth having all the same.
 */
export async function wholeProject(
  { own, breathe }: Pick<Surroundings, 'own' | 'breathe'>,
  run: Run | undefined,
  onNotice: (notice: Notice) => void,
): Promise<Blob> {
  const zip = new ZipWriter();
  await own.writeProject(zip, run?.settings, breathe);
  if (run && run.step > 0) {
    zip.add(CHECKPOINT_FILE, writeCheckpoint(await run.asItStands()));
    const model = await modelAsOnnx(run).catch((error: unknown) => {
      const what = `The zip has no ONNX model: ${sentence(error)}`;
      const advice = 'Everything else is in it, and the checkpoint holds the same weights.';
      onNotice({ level: 'warning', what, where: 'the whole project', advice });
    });
    if (model) zip.add(MODEL_FILE, model.file);
  }
  return zip.end();
}

/** Resolves with the run as it is since; undefined where it stands no more, and none of the same project in its place. */
type TakeUp = (images: readonly number[]) => Promise<RunDescription | undefined>;

const isZip = ({ path }: ImportedFile): boolean => path.toLowerCase().endsWith('.zip');

/**
 * Takes in what a person dropped: a whole project where it is the zip of one; annotations alone for the images of the
 * open project, if there is one; else images and annotations, for a project of their own or for the open one.
 * @param takeUp gives the images that came to the open project to its run; undefined where no run of it stands.
 * @param destination of images.
 * @throws Error with a sentence where nothing usable is among the files; ImportCancelled once `signal` says so.
 */
export async function takeIn(
  surroundings: Surroundings,
  files: readonly ImportedFile[],
  onProgress: (done: number, all: number) => void,
  signal: AbortSignal,
  takeUp: TakeUp | undefined,
  destination: Destination,
): Promise<ImportReport> {
  const { own } = surroundings;
  if (takeUp && destination === 'open project')
    return joined(await own.add(files, onProgress, signal), takeUp);
  const [first, ...rest] = files;
  if (first && rest.length === 0 && isZip(first)) {
    const project = await own.importProject(first.file, onProgress, signal);
    if (project) return withRun(surroundings, project);
  }
  const found = takeUp && (await own.joinAnnotations(files, signal));
  return found ? joined(found, takeUp) : own.import(files, onProgress, signal);
}

/** The run goes on with what came to its project. */
async function joined({ report, images }: JoinedProject, takeUp: TakeUp): Promise<ImportReport> {
  const description = await takeUp(images);
  return { ...report, ...(description && { joined: description }) };
}

/** The run that a project was left with goes on where it stood; where it cannot, the project is worth having all the same. */
async function withRun(
  surroundings: Surroundings,
  { report, settings: written, checkpoint }: ImportedProject,
): Promise<ImportReport> {
  if (!written) return report;
  try {
    const settings = settingsIn(written);
    if (checkpoint) {
      await keepWithin(surroundings.vault, await checkpointIn(new Blob([checkpoint]), surroundings));
    }
    return { ...report, settings };
  } catch (error) {
    return { ...report, notices: [...report.notices, `Its run begins anew. ${sentence(error)}`] };
  }
}
