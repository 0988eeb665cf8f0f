/** What `npm run experiment -- --device webgpu` runs inside Chromium. */
import { createWebGpuDevice } from '../compute/webgpu.ts';
import type { Dataset, Instance, Splits } from '../data/dataset.ts';
import { rleFromString } from '../masks/string.ts';
import { BASE_WEIGHTS } from '../training/base-weights.ts';
import { readTensors } from '../training/safetensors.ts';
import { demoSource, type Source } from '../training/sources.ts';
import { ImageReader } from './image-reader.ts';
import { fromText, toText } from './plain-text.ts';
import type { RunResult } from './results.ts';
import { type Interrupted, type MethodRun, runMethod } from './run-method.ts';
import { SuggestedThresholds } from './suggested-thresholds.ts';

/** An instance as JSON can say it. */
export interface SentInstance extends Omit<Instance, 'mask'> {
  readonly mask: { readonly width: number; readonly height: number; readonly counts: string };
}

/** A dataset that lies in a folder which only Node can read, but for its pictures. */
export interface FolderFacts extends Pick<Dataset, 'name' | 'categories' | 'images'> {
  readonly instances: readonly (readonly [image: number, readonly SentInstance[]])[];
  readonly splits: Splits;
}

/** A picture on its way into the page. */
export interface SentPicture {
  readonly width: number;
  readonly height: number;
  /** RGB, base64. */
  readonly rgb: string;
}

declare global {
  /** What Node offers to the page. */
  var penumbraExperiment:
    | {
        picture(id: number): Promise<SentPicture>;
        say(sentence: string): Promise<void>;
        stepDone(step: number, loss: number): Promise<void>;
        /** Where the run was interrupted, as `toText` says it; null where it begins. */
        before(): Promise<string | null>;
        keep(interrupted: string): Promise<void>;
      }
    | undefined;
}

/** Pictures that were asked for are read once for all runs. */
const reader = new ImageReader();
const thresholds = new SuggestedThresholds();
let folder: { readonly facts: string; readonly dataset: Dataset } | undefined;

/**
 * Runs a method to its figures on WebGPU.
 * @param facts of a folder, as JSON; null for the demo.
 * @throws Error where there is no adapter.
 */
export async function runInPage(run: MethodRun, facts: string | null): Promise<RunResult> {
  const { settings } = run;
  const host = globalThis.penumbraExperiment;
  if (!host) throw new Error('Nobody listens to this page; it is opened by npm run experiment.');
  const source = facts === null ? await demoSource(settings) : sourceOf(facts);
  const base =
    settings.start === 'base'
      ? readTensors(new Uint8Array(await (await fetch(`/${BASE_WEIGHTS}`)).arrayBuffer()))
      : undefined;
  const before = await host.before();
  return runMethod(run, {
    source,
    reader,
    thresholds,
    base,
    createDevice: async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      if (!adapter) throw new Error('Chromium offers no WebGPU adapter here; leave --device webgpu out.');
      return createWebGpuDevice(adapter);
    },
    say: (sentence) => void host.say(sentence),
    stepDone: (step, loss) => void host.stepDone(step, loss),
    before: before === null ? undefined : (fromText(before) as Interrupted),
    keep: (interrupted) => host.keep(toText(interrupted)),
  });
}

function sourceOf(facts: string): Source {
  const { splits, ...known } = JSON.parse(facts) as FolderFacts;
  const instances = new Map(known.instances);
  const received = ({ mask, ...rest }: SentInstance): Instance => ({
    ...rest,
    mask: rleFromString(mask.counts, mask.width, mask.height),
  });
  if (folder?.facts !== facts) {
    const dataset: Dataset = {
      ...known,
      instances: async (id) => (instances.get(id) ?? []).map(received),
      picture: async (id) => {
        const sent = await globalThis.penumbraExperiment?.picture(id);
        if (!sent) throw new Error(`Nobody sends image ${id} to this page.`);
        const rgb = Uint8Array.from(atob(sent.rgb), (character) => character.charCodeAt(0));
        return { width: sent.width, height: sent.height, rgb };
      },
    };
    folder = { facts, dataset };
  }
  return { dataset: folder.dataset, splits };
}
