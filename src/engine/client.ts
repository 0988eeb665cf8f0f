import { proxy, type Remote, wrap } from 'comlink';
import type { Settings } from '../settings/schema.ts';
import type { Engine } from './protocol/engine.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { Notice } from './protocol/notice.ts';
import type { RunDescription } from './protocol/run.ts';

/** The part of a Worker the client needs; tests give it another. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

export interface EngineHooks {
  /** The one listener: everything the engine reports, and what the client itself has to say about crashes. */
  readonly onEvent: (event: EngineEvent) => void;
  /** After a crash a new worker opened the same settings again. */
  readonly onReopened: (description: RunDescription) => void;
}

/** Every command of the engine; who listens was said to `connectEngine`. */
export type Commands = Omit<Engine, 'listen'>;

export interface EngineClient extends Commands {
  /** Ends the worker; the client cannot be used afterwards. */
  close(): void;
}

/** A command that was under way when the worker crashed. Its notice has been given already. */
export class EngineCrashed extends Error {
  override readonly name = 'EngineCrashed';
}

/** Two crashes closer than this (milliseconds) are taken for a fault that restarting does not mend. */
const repeating = 30_000;

const spawnWorker = (): WorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });

/** One worker from its start to its end. */
interface Connection {
  readonly worker: WorkerLike;
  readonly remote: Remote<Engine>;
  /** Rejects when the worker ends; commands race against it, for a dead worker never answers. */
  readonly ended: Promise<never>;
  readonly end: () => void;
}

/**
 * Starts the engine's worker and stands in for it. Where the worker crashes, every command under way rejects with
 * `EngineCrashed`, a notice says so, and a new worker opens the same settings; a second crash soon after waits for the
 * next command instead, which starts a new worker as well.
 */
export function connectEngine(hooks: EngineHooks, spawn: () => WorkerLike = spawnWorker): EngineClient {
  let connection: Connection | undefined;
  let opened: Settings | undefined;
  /** A person's project that the run is of, where it stands and is of one. */
  let project: string | undefined;
  let lastCrash = Number.NEGATIVE_INFINITY;

  function start(): Connection {
    const worker = spawn();
    let reject: (error: Error) => void = () => {};
    const ended = new Promise<never>((_, rejected) => {
      reject = rejected;
    });
    ended.catch(() => {});
    const started: Connection = {
      worker,
      remote: wrap<Engine>(worker as Worker),
      ended,
      end() {
        worker.terminate();
        reject(new EngineCrashed('The engine stopped before it could answer.'));
      },
    };
    worker.addEventListener('error', (event) => crash(started, wordsOf(event)));
    worker.addEventListener('messageerror', () =>
      crash(started, { what: 'A message from the engine could not be read.', where: 'the engine worker' }),
    );
    connection = started;
    // Messages arrive in order, so the listener stands before any later command reports something.
    const listener = (event: EngineEvent) => {
      if (connection === started) hooks.onEvent(event);
    };
    started.remote.listen(proxy(listener)).catch(() => {});
    return started;
  }

  function stop(): void {
    const stopped = connection;
    connection = undefined;
    stopped?.end();
  }

  function crash(which: Connection, { what, where }: Pick<Notice, 'what' | 'where'>): void {
    if (which !== connection) return;
    stop();
    const restarts = opened !== undefined && performance.now() - lastCrash >= repeating;
    lastCrash = performance.now();
    const advice = restarts
      ? 'The engine is being started again, and the same run goes on from where it was last kept. Press Play to train.'
      : 'Reset starts the engine again. If this keeps happening, reload the page, take a smaller batch or choose WebAssembly as the device.';
    hooks.onEvent({ type: 'notice', notice: { level: 'error', what, where, advice } });
    hooks.onEvent({ type: 'state', state: restarts ? 'preparing' : 'failed' });
    if (restarts && opened) reopen(opened).catch(giveUp);
  }

  function giveUp(error: unknown): void {
    hooks.onEvent({ type: 'state', state: 'failed' });
    if (error instanceof EngineCrashed) return;
    const what = error instanceof Error ? error.message : String(error);
    const notice: Notice = {
      level: 'error',
      what,
      where: 'restarting the engine',
      advice: 'Reset tries again.',
    };
    hooks.onEvent({ type: 'notice', notice });
  }

  type Command<T> = (engine: Remote<Engine>) => Promise<T>;
  const send = <T>({ remote, ended }: Connection, command: Command<T>): Promise<T> =>
    Promise.race([command(remote), ended]);

  async function reopen(settings: Settings): Promise<Connection> {
    const started = start();
    const id = project;
    // Another tab may have worked on another one since, which would be opened. Where it is gone, that is the best there is.
    if (id !== undefined) await send(started, (engine) => engine.openProject(id)).catch(() => {});
    hooks.onReopened(await send(started, (engine) => engine.open(settings, 'where it stood')));
    return started;
  }

  /** For commands that train: a dead worker is started again first, with its run. */
  async function ask<T>(command: Command<T>): Promise<T> {
    if (connection) return send(connection, command);
    return send(opened ? await reopen(opened) : start(), command);
  }

  /** For commands that only look at a run: asking one of them of a dead worker must not start another. */
  async function look<T>(command: Command<T>): Promise<T> {
    if (!connection) throw new EngineCrashed('The engine is not running.');
    return send(connection, command);
  }

  start();
  return {
    capabilities: () => look((engine) => engine.capabilities()),
    filesFetched: () => look((engine) => engine.filesFetched()),
    async open(settings, beginning) {
      opened = settings;
      project = undefined;
      const description = await send(connection ?? start(), (engine) => engine.open(settings, beginning));
      if (opened === settings) project = description.project;
      return description;
    },
    async change(settings) {
      await ask((engine) => engine.change(settings));
      if (opened) opened = { ...opened, ...settings };
    },
    play: () => ask((engine) => engine.play()),
    pause: () => ask((engine) => engine.pause()),
    step: () => ask((engine) => engine.step()),
    reset: () => ask((engine) => engine.reset()),
    asideRuns: () => look((engine) => engine.asideRuns()),
    bringBack: (id) => ask((engine) => engine.bringBack(id)),
    thumbnail: (imageId, side, layers) => look((engine) => engine.thumbnail(imageId, side, layers)),
    view: (imageId, side, layers, options) => look((engine) => engine.view(imageId, side, layers, options)),
    imageFile: (imageId) => look((engine) => engine.imageFile(imageId)),
    offerFiles: (files) => ask((engine) => engine.offerFiles(files)),
    glance: () => ask((engine) => engine.glance()),
    importFiles: (destination) => ask((engine) => engine.importFiles(destination)),
    takeBackLabels: () => ask((engine) => engine.takeBackLabels()),
    cancelImport: () => look((engine) => engine.cancelImport()),
    projects: () => ask((engine) => engine.projects()),
    openProject: (id) => ask((engine) => engine.openProject(id)),
    renameProject: (id, name) => ask((engine) => engine.renameProject(id, name)),
    duplicateProject: (id) => ask((engine) => engine.duplicateProject(id)),
    takeOverProject: () => ask((engine) => engine.takeOverProject()),
    restoreProject: (id) => ask((engine) => engine.restoreProject(id)),
    deleteProject: (id) => ask((engine) => engine.deleteProject(id)),
    marks: (project, imageId) => ask((engine) => engine.marks(project, imageId)),
    saveMarks: (project, imageId, marks) => ask((engine) => engine.saveMarks(project, imageId, marks)),
    takeUp: (project, imageIds) => ask((engine) => engine.takeUp(project, imageIds)),
    editClasses: (project, edit) => ask((engine) => engine.editClasses(project, edit)),
    undoClassEdit: (project) => ask((engine) => engine.undoClassEdit(project)),
    proposals: (imageId) => look((engine) => engine.proposals(imageId)),
    objectSizes: () => look((engine) => engine.objectSizes()),
    assist: (imageId, seed) => look((engine) => engine.assist(imageId, seed)),
    reviewQueue: (measure) => look((engine) => engine.reviewQueue(measure)),
    suggestThresholds: () => look((engine) => engine.suggestThresholds()),
    cancelSuggestion: () => look((engine) => engine.cancelSuggestion()),
    exportLabels: (form) => ask((engine) => engine.exportLabels(form)),
    exportPredictions: (ids, form) => look((engine) => engine.exportPredictions(ids, form)),
    exportWeights: () => look((engine) => engine.exportWeights()),
    exportProject: () => look((engine) => engine.exportProject()),
    exportCheckpoint: () => look((engine) => engine.exportCheckpoint()),
    takeCheckpoint: (file) => ask((engine) => engine.takeCheckpoint(file)),
    exportModel: () => look((engine) => engine.exportModel()),
    candidates: (at) => look((engine) => engine.candidates(at)),
    candidateMask: (id, place, step) => look((engine) => engine.candidateMask(id, place, step)),
    loseDevice: () => look((engine) => engine.loseDevice()),
    close: stop,
  };
}

function wordsOf(event: ErrorEvent): Pick<Notice, 'what' | 'where'> {
  // A script that cannot be loaded gives a bare Event without a message.
  if (!event.message) {
    return { what: 'The engine could not be loaded.', where: 'the engine worker' };
  }
  const file = event.filename?.split('/').at(-1);
  const place = file ? `the engine worker, ${file}:${event.lineno}` : 'the engine worker';
  return { what: `The engine crashed: ${event.message.replace(/^Uncaught\s+/, '')}`, where: place };
}
