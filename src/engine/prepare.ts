import { sentence } from '../compute/errors.ts';
import type { SegmenterOptions } from '../network/geometry.ts';
import type { Settings } from '../settings/schema.ts';
import { mostInstances, networkOptions } from '../training/network-options.ts';
import type { PooledImage } from '../training/pool.ts';
import { readTensors, type TensorFile } from '../training/safetensors.ts';
import type { Source } from '../training/sources.ts';
import { buildStage } from './build-stage.ts';
import { labelCautions } from './label-cautions.ts';
import { RunEndedError } from './notices.ts';
import type { Beginning } from './protocol/run.ts';
import { earlierRun } from './resume/earlier-run.ts';
import { elsewhereNotice } from './resume/elsewhere.ts';
import { inKeptOrder, runKey } from './resume/stored-run.ts';
import { Run, type RunMaterial, type RunParts } from './run.ts';

/** Seconds of waiting that are worth a word. */
const worthSaying = 15;

/**
 * Prepares a run: while ONNX Runtime and the base weights come, and sessions are made, the labelled images are read.
 * @throws RunEndedError where `signal` is aborted; UnavailableError without a device, or where the GPU fails that was asked
 * for; RangeError for unusable settings; Error for an image that cannot be read. Nothing is left behind then.
 */
export async function prepareRun(
  parts: RunParts,
  settings: Settings,
  beginning: Beginning,
  signal: AbortSignal,
): Promise<Run> {
  // What is fetched is asked for first: the rest is done by the time it is here.
  const choosing = parts.surroundings.chooseDevice(settings.device);
  const fetching = settings.start === 'random' ? undefined : parts.surroundings.baseWeights();
  // Told where they are waited for.
  for (const early of [choosing, fetching]) early?.catch(() => {});
  const found = await findMaterial(parts, settings, beginning).catch((error: unknown) => {
    void choosing.then(({ device }) => device.destroy()).catch(() => {});
    throw error;
  });
  const failure = new AbortController();
  const building = choosing.then((choice) => buildStage(parts, settings, choice, found.options));
  building.catch(() => failure.abort());
  const [built, read] = await Promise.allSettled([
    building,
    readLabelled(parts, found.source, settings.side, AbortSignal.any([signal, failure.signal])),
  ]);
  if (built.status === 'rejected') throw built.reason;
  try {
    if (read.status === 'rejected') throw read.reason;
    if (signal.aborted) throw new RunEndedError();
    const start = fetching && (await startWeights(parts, fetching));
    parts.emit(labelCautions(settings, found.source, read.value, found.options.slots));
    const { source, stored, kept } = found;
    return new Run(parts, settings, { source, labelled: read.value, start, stored, kept }, built.value);
  } catch (error) {
    await built.value.dispose();
    throw error;
  }
}

interface Material extends Pick<RunMaterial, 'source' | 'stored' | 'kept'> {
  readonly options: SegmenterOptions;
}

/** What the run is of, and where it stands if it was begun before. */
async function findMaterial(parts: RunParts, settings: Settings, beginning: Beginning): Promise<Material> {
  const found = await parts.library.open(settings);
  const kept = await parts.surroundings.vault.claim(runKey(settings, found.project), true);
  if (!kept) parts.emit({ type: 'notice', notice: elsewhereNotice });
  const stored = await earlierRun(parts, settings, found, beginning);
  const { splits } = found;
  const source = stored
    ? {
        ...found,
        splits: {
          ...splits,
          labelled: inKeptOrder(splits.labelled, stored.labelled),
          unlabelled: inKeptOrder(splits.unlabelled, stored.unlabelled),
        },
      }
    : found;
  // Classes that were added since then wait for a run of their own.
  const classes = stored?.classes.length ?? source.dataset.categories.length;
  const options = networkOptions(settings.side, classes, await mostInstances(source));
  return { source, stored, kept, options };
}

/** What the weights start from; undefined for random ones. Without base weights a run is worth having all the same. */
async function startWeights(
  { emit }: RunParts,
  fetching: Promise<Uint8Array>,
): Promise<TensorFile | undefined> {
  try {
    return readTensors(await fetching);
  } catch (error) {
    emit({
      type: 'notice',
      notice: {
        level: 'warning',
        what: `Training starts from random weights: ${sentence(error)}`,
        where: 'reading the base weights',
        advice: 'It takes longer to learn that way. Reset tries again.',
      },
    });
    return undefined;
  }
}

async function readLabelled(
  { library, surroundings, emit }: RunParts,
  { dataset, splits }: Source,
  side: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, PooledImage>> {
  const images = new Map<number, PooledImage>();
  const begun = surroundings.now();
  const { length } = splits.labelled;
  for (const id of splits.labelled) {
    if (signal.aborted) throw new RunEndedError();
    images.set(id, await library.pooled(dataset, id, side, true));
    if (images.size === 4) {
      const seconds = Math.round(((surroundings.now() - begun) * length) / 4000);
      const what = `Reading ${length} labelled images takes about ${seconds} s.`;
      const notice = {
        level: 'info',
        what,
        where: 'preparing the run',
        advice: 'Fewer labels are read sooner.',
      } as const;
      if (seconds >= worthSaying) emit({ type: 'notice', notice });
    }
    await surroundings.breathe();
  }
  return images;
}
