/** An engine in Node over a few small scenes. Only for tests. */
import { setImmediate } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type { Choice } from '../../compute/choose.ts';
import type { Device } from '../../compute/device.ts';
import { createWasmDevice } from '../../compute/wasm.ts';
import { demoDataset } from '../../data/demo/index.ts';
import { splitLabelled } from '../../data/splits.ts';
import type { Settings } from '../../settings/schema.ts';
import { defaultSettings } from '../../settings/settings.ts';
import type { Source } from '../../training/sources.ts';
import { TrainingEngine } from '../engine.ts';
import type { Losses } from '../protocol/curves.ts';
import type { EngineEvent } from '../protocol/events.ts';
import type { RunState } from '../protocol/run.ts';
import type { ImageView } from '../protocol/view.ts';
import type { StoredRun } from '../resume/stored-run.ts';
import type { Vault } from '../resume/vault.ts';
import type { OwnProjects, Surroundings } from '../surroundings.ts';

export const smallSettings: Settings = {
  ...defaultSettings,
  start: 'random',
  labelled: '4',
  side: 128,
  batch: 2,
  steps: 6,
  warmup: 2,
  evaluateEvery: 10,
  device: 'wasm',
};

const { dataset, splits, categoriesOf } = demoDataset({ training: 8, validation: 5, test: 0, size: 128 });

export async function openSource({ labelled, seed }: Settings): Promise<Source> {
  const chosen = splitLabelled(splits.training, labelled, seed, categoriesOf);
  return { dataset, splits: { ...chosen, validation: splits.validation, test: splits.test } };
}

const nothingOwn = async (): Promise<never> => {
  throw new Error('Nobody has images of their own in tests of the engine.');
};
export const noProjects: OwnProjects = {
  import: nothingOwn,
  importProject: nothingOwn,
  joinAnnotations: nothingOwn,
  areMasks: async () => false,
  add: nothingOwn,
  takeBackLabels: nothingOwn,
  present: () => undefined,
  writeProject: nothingOwn,
  projects: nothingOwn,
  openProject: nothingOwn,
  watch: () => {},
  renameProject: nothingOwn,
  duplicateProject: nothingOwn,
  takeOverProject: nothingOwn,
  restoreProject: nothingOwn,
  deleteProject: nothingOwn,
  marks: nothingOwn,
  saveMarks: nothingOwn,
  splits: nothingOwn,
  looked: nothingOwn,
  editClasses: nothingOwn,
  undoClassEdit: nothingOwn,
  exportLabels: nothingOwn,
};

type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

/** Keeps runs in memory, as copies. */
export class MemoryVault implements Vault {
  readonly runs = new Map<string, StoredRun>();
  /** Keys of runs that another tab keeps. */
  readonly elsewhere = new Set<string>();

  async claim(key: string): Promise<boolean> {
    return !this.elsewhere.has(key);
  }

  async find(key: string): Promise<StoredRun | undefined> {
    return structuredClone(this.runs.get(key));
  }

  async keyOf(id: string): Promise<string | undefined> {
    return [...this.runs.values()].find((run) => run.id === id)?.key;
  }

  async put(run: StoredRun): Promise<void> {
    for (const [key, { id }] of this.runs) if (id === run.id) this.runs.delete(key);
    this.runs.set(run.key, structuredClone(run));
  }

  async keys(): Promise<string[]> {
    return [...this.runs.keys()];
  }

  async remove(key: string): Promise<void> {
    this.runs.delete(key);
  }
}

export class SmallEngine {
  readonly engine: TrainingEngine;
  readonly events: EngineEvent[] = [];
  /** Every device that was made, latest last. */
  readonly devices: Device[] = [];
  /** What `createBitmap` was last given. */
  pixels = new Uint8ClampedArray();
  readonly #waiting = new Set<() => void>();

  constructor(changes: Partial<Surroundings> = {}) {
    this.engine = new TrainingEngine({
      capabilities: async () => {
        throw new Error('Nobody asks here.');
      },
      chooseDevice: async (): Promise<Choice> => {
        const device = await createWasmDevice(2);
        this.devices.push(device);
        return { device, reason: 'Tests run on it.', warning: false };
      },
      openSource,
      own: noProjects,
      vault: new MemoryVault(),
      baseWeights: async () => {
        throw new Error('There are no base weights in tests.');
      },
      watchDownloads: () => {},
      breathe: () => setImmediate(),
      createBitmap: async (pixels, width, height) => {
        this.pixels = pixels;
        return { width, height, close: () => {} };
      },
      now: () => performance.now(),
      readAhead: false,
      ...changes,
    });
    this.engine.listen((event) => {
      this.events.push(event);
      for (const look of this.#waiting) look();
    });
  }

  of<T extends EngineEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  get states(): RunState[] {
    return this.of('state').map(({ state }) => state);
  }

  get device(): Device {
    const device = this.devices.at(-1);
    if (!device) throw new Error('No device was made yet.');
    return device;
  }

  /** The first event from now on, or already among `events` from `since` on, that passes. */
  until<T extends EngineEvent['type']>(
    type: T,
    passes: (event: EventOf<T>) => boolean = () => true,
    since = 0,
  ): Promise<EventOf<T>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events
          .slice(since)
          .find((event): event is EventOf<T> => event.type === type && passes(event as EventOf<T>));
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Takes so many steps, one by one, so that none is averaged, and gives the losses of each. */
  async losses(steps: number): Promise<Losses[]> {
    const since = this.of('step').length;
    for (let i = 0; i < steps; i++) await this.engine.step();
    return this.of('step')
      .slice(since)
      .map(({ losses }) => losses);
  }

  /** Trains to the end of the run. */
  async finish(): Promise<void> {
    const since = this.events.length;
    await this.engine.play();
    await this.until('state', ({ state }) => state === 'finished' || state === 'failed', since);
  }
}

/** What makes engines, and closes them after each test. */
export function smallEngines(): (changes?: Partial<Surroundings>) => SmallEngine {
  let opened: SmallEngine[] = [];
  afterEach(async () => {
    await Promise.all(opened.map(({ engine }) => engine.close()));
    opened = [];
  });
  return (changes) => {
    const small = new SmallEngine(changes);
    opened.push(small);
    return small;
  };
}

export const everything = {
  truth: 1,
  teacher: 1,
  student: 1,
  kept: 1,
  corrected: 1,
  refused: 1,
  uncertainty: 1,
  weights: 1,
};

/** Instance numbers that occur in a view's map. */
export const shownIn = ({ topmost }: ImageView): Set<number> => new Set(topmost);
