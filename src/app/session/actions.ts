import type { Commands } from '../../engine/client.ts';
import { ImportCancelled } from '../../engine/notices.ts';
import type { Beginning, Destination, ImportedFile } from '../../engine/protocol.ts';
import type { KnobName, Settings } from '../../settings/schema.ts';
import { defaultSettings, knobNames } from '../../settings/settings.ts';
import { themes } from '../../state/look.ts';
import { addNotice, dismissErrors } from '../../state/notices.ts';
import { forgetRun, receiveDescription } from '../../state/receive.ts';
import { type Command, classesWait, isReady } from '../../state/run.ts';
import { forgetKeptRun, type KeptRun, type QueuedRun, toggleCompared } from '../../state/runs.ts';
import { knobOf, waitingKnobs } from '../../state/settings.ts';
import type { Stores } from '../../state/stores.ts';
import { reportNotice, takenBackNotice } from '../own/import-report.ts';
import { type AblationPlan, ablationQueue } from '../runs/ablation.ts';
import { complainTo } from './complain.ts';
import { createFilm } from './film.ts';
import { createLabelling } from './labelling.ts';
import { followQueue } from './queue.ts';
import { createTakeHome } from './take-home.ts';
import { Turns } from './turns.ts';
import { createViewing } from './viewing.ts';

/** Files in one message to the worker: on a busy computer each costs the page a quarter of a millisecond. */
const OFFERED_AT_ONCE = 50;

export type Actions = ReturnType<typeof createActions>;

/** Everything a person can do on the page, for buttons and shortcuts alike. None of them rejects: failures become notices. */
export function createActions(engine: Commands, stores: Stores) {
  const { run, runs, settings, notices } = stores;

  const complain = complainTo(notices);

  /** One transport command at a time: a second press while the first is under way does nothing. */
  async function command(name: Command, send: () => Promise<void>): Promise<void> {
    if (run.getState().command) return;
    run.setState({ command: name });
    try {
      await send();
    } catch (error) {
      if (name === 'open') run.setState({ state: 'failed' });
      complain(where[name], error);
    } finally {
      run.setState({ command: undefined });
    }
  }

  const open = (beginning: Beginning = 'anew') =>
    command('open', async () => {
      forgetRun(stores);
      run.setState({ state: 'preparing' });
      const description = await engine.open(settings.getState().asked, beginning);
      receiveDescription(stores, description);
      const done = description.resumed?.step === description.settings.steps;
      if (run.getState().state === 'preparing') run.setState({ state: done ? 'finished' : 'paused' });
      // Knobs may have been turned while the run was being prepared.
      void sendChanges();
    });

  /** Whether there is a run that can go on. */
  function canTrain(): boolean {
    const { state } = run.getState();
    return isReady(run.getState()) && state !== 'failed' && state !== 'finished';
  }

  /** The answer to a command may overtake the event that says the run stands still: they come through different ports. */
  async function thenPaused(done: Promise<void>): Promise<void> {
    await done;
    if (run.getState().state === 'running') run.setState({ state: 'paused' });
  }

  const turns = new Turns();

  /** Whether the person wants nothing more of the import that is under way. */
  let unwanted = false;
  function unlessUnwanted(): void {
    if (unwanted) throw new ImportCancelled();
  }

  let answer: (destination: Destination | undefined) => void = () => {};
  /** Asks what dropped images are for. */
  async function ask(project: string): Promise<Destination | undefined> {
    run.setState({ importing: undefined, askedFor: project });
    const destination = await new Promise<Destination | undefined>((resolve) => {
      answer = resolve;
    });
    run.setState({ askedFor: undefined });
    return destination;
  }

  let sending = false;
  /** Tells the engine about knobs that work in mid-run; a slider's values in between are skipped while it listens. */
  async function sendChanges(): Promise<void> {
    if (sending) return;
    sending = true;
    for (let changes = immediateChanges(); changes; changes = immediateChanges()) {
      const sent = changes;
      settings.setState(({ running }) => ({ running: running && { ...running, ...sent } }));
      await engine.change(sent).catch((error: unknown) => complain('changing the settings', error));
    }
    sending = false;
  }

  function immediateChanges(): Partial<Settings> | undefined {
    const { asked, running } = settings.getState();
    if (!running) return undefined;
    const names = knobNames.filter((name) => !knobOf(name).needsReset && running[name] !== asked[name]);
    return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, asked[name]]));
  }

  function change(values: Partial<Settings>): Promise<void> {
    settings.setState(({ asked }) => ({ asked: { ...asked, ...values } }));
    return sendChanges();
  }

  /** Back to step 0; with knobs that waited for it, a new run with their values. */
  const reset = () =>
    turns.take('reset', async () => {
      dismissErrors(notices);
      const anew = waitingKnobs(settings.getState()).length > 0 || classesWait(run.getState());
      if (anew || !run.getState().description) return open();
      await command('reset', async () => {
        forgetRun(stores);
        await engine.reset();
        // The answer may overtake the event, and what is finished cannot be played.
        run.setState({ state: 'paused' });
      });
    });

  const play = () =>
    turns.take('play', async () => {
      if (canTrain() && run.getState().state !== 'running') await command('play', () => engine.play());
    });

  /** Where a finished run stands, both the queue and the button that fills it ask for the first run. */
  let begun: QueuedRun | undefined;
  /** Only a run that stands leaves the queue: a reload just before then loses none. It may have been stopped meanwhile. */
  async function begin(next: QueuedRun): Promise<void> {
    if (begun === next) return;
    begun = next;
    await change(next.settings);
    await reset();
    if (!runs.getState().queue.includes(next)) return;
    runs.setState(({ queue }) => ({ part: next.ablation, queue: queue.filter((one) => one !== next) }));
    await play();
  }
  followQueue(stores, begin);
  const labelling = createLabelling(engine, stores, complain, () => turns.take('open', open));

  /** Goes on with the run of a checkpoint file. */
  const goOnFrom = (file: Blob): Promise<void> =>
    turns.take('go on', async () => {
      try {
        const kept = await engine.takeCheckpoint(file);
        settings.setState({ asked: kept, running: undefined });
        await open('where it stood');
      } catch (error) {
        complain('reading the checkpoint', error);
      }
    });

  return {
    /** Asks what the machine can do and opens the run of the link, where it was left if it was here before. */
    async start(): Promise<void> {
      engine
        .capabilities()
        .then((capabilities) => run.setState({ capabilities }))
        .catch((error: unknown) => complain('looking at what this browser can do', error));
      // What is pressed meanwhile is done after it.
      await turns.take('open', () => open('where it stood'));
    },

    playPause: () =>
      turns.take('play or pause', async () => {
        if (!canTrain()) return;
        // Before the first step nothing is lost by making the network for the new classes.
        if (classesWait(run.getState()) && stores.progress.getState().step === 0) await open();
        await (run.getState().state === 'running'
          ? command('pause', () => thenPaused(engine.pause()))
          : command('play', async () => {
              await labelling.settle();
              await engine.play();
            }));
      }),

    step: () =>
      turns.take('step', async () => {
        if (!canTrain()) return;
        await command('step', async () => {
          await labelling.settle();
          await thenPaused(engine.step());
        });
      }),

    reset,

    toggleRuns: () => runs.setState(({ sheetOpen }) => ({ sheetOpen: !sheetOpen })),
    compare: (id: string) => toggleCompared(runs, id),
    forgetKept: (id: string) => forgetKeptRun(runs, id),
    /** Another run of the same settings, ready to play. */
    async repeat(kept: KeptRun): Promise<void> {
      runs.setState({ sheetOpen: false });
      await change(kept.settings);
      await reset();
    },
    /** Queues an ablation with the present settings, draws each run beside the others, and begins. */
    async ablate(plan: AblationPlan): Promise<void> {
      const queue = ablationQueue(settings.getState().asked, plan);
      const [first] = queue;
      if (!first) return;
      runs.setState({ queue, sheetOpen: false });
      await begin(first);
    },
    stopQueue: () => runs.setState({ queue: [] }),

    labelling,
    toggleLabelling: labelling.toggle,
    toggleReview: labelling.toggleReview,

    projects: () => engine.projects(),
    /** Goes on with another project. */
    async openProject(id: string): Promise<void> {
      try {
        await labelling.leave();
        await engine.openProject(id);
        await change({ dataset: 'own' });
        await turns.take('open', () => open('where it stood'));
      } catch (error) {
        complain('opening the project', error);
      }
    },
    async renameProject(id: string, name: string): Promise<void> {
      await engine.renameProject(id, name).catch((error: unknown) => complain('renaming the project', error));
    },
    async duplicateProject(id: string): Promise<void> {
      await engine.duplicateProject(id).catch((error: unknown) => complain('copying the project', error));
    },
    async deleteProject(id: string): Promise<void> {
      await labelling.leave();
      await engine.deleteProject(id).catch((error: unknown) => complain('deleting the project', error));
    },
    async restoreProject(id: string): Promise<void> {
      await engine.restoreProject(id).catch((error: unknown) => complain('bringing the project back', error));
    },
    /** As the other tab left it: what is shown here may be older. */
    async takeOverProject(): Promise<void> {
      try {
        await labelling.leave();
        await engine.takeOverProject();
        await turns.take('open', () => open('where it stood'));
      } catch (error) {
        complain('taking the project over', error);
      }
    },
    /** The answer to what dropped images are for; undefined where they are for nothing after all. */
    answer: (destination: Destination | undefined) => answer(destination),

    /** Takes in a person's own images, and makes a run of them, or goes on with the open one. */
    async takeIn(files: readonly ImportedFile[]): Promise<void> {
      const [first, ...rest] = files;
      if (!first || run.getState().importing || run.getState().askedFor !== undefined) return;
      if (rest.length === 0 && isCheckpoint(first.path)) return goOnFrom(first.file);
      run.setState({ importing: { done: 0, all: files.length } });
      unwanted = false;
      try {
        for (let i = 0; i < files.length; i += OFFERED_AT_ONCE) {
          await engine.offerFiles(files.slice(i, i + OFFERED_AT_ONCE));
          unlessUnwanted();
        }
        const { images, project } = await engine.glance();
        unlessUnwanted();
        const destination = images && project !== undefined ? await ask(project) : 'new project';
        if (!destination) return await engine.cancelImport();
        run.setState({ importing: { done: 0, all: files.length } });
        await labelling.leave();
        // The worker hears of it only while it reads: until then it is for the page to stop.
        unlessUnwanted();
        const report = await engine.importFiles(destination);
        const { step } = stores.progress.getState();
        addNotice(notices, reportNotice(report, step === 0 ? 'new' : run.getState().state));
        run.setState({ importing: undefined });
        if (report.joined) {
          // Before the first step nothing is lost by making the network for the classes that there are now.
          if (stores.progress.getState().step === 0) await turns.take('open', () => open());
          else labelling.receive(report.joined);
          return;
        }
        await change(report.settings ?? { dataset: 'own', labelled: '100%' });
        await turns.take('open', () => open(report.settings ? 'where it stood' : 'anew'));
      } catch (error) {
        const place = 'taking in your own images';
        if (error instanceof Error && error.name === 'ImportCancelled')
          addNotice(notices, { level: 'info', what: error.message, where: place, advice: '' });
        else complain(place, error);
      } finally {
        run.setState({ importing: undefined });
      }
    },
    async cancelTakeIn(): Promise<void> {
      unwanted = true;
      await engine.cancelImport().catch((error: unknown) => complain('cancelling', error));
    },
    /** Labels that files brought to the open project go again. */
    async takeBackLabels(): Promise<void> {
      try {
        await labelling.leave();
        const taken = await engine.takeBackLabels();
        addNotice(notices, takenBackNotice(taken));
        if (stores.progress.getState().step === 0) await turns.take('open', () => open());
        else labelling.receive(taken.description);
      } catch (error) {
        complain('taking labels back', error);
      }
    },
    goOnFrom,
    /** Sets the thresholds by what labelled images say of them, none of them hidden; runs beside training. */
    async suggestThresholds(): Promise<void> {
      if (run.getState().suggesting) return;
      run.setState({ suggesting: { done: 0, all: 1 } });
      try {
        const suggestion = await engine.suggestThresholds();
        run.setState({ suggesting: undefined });
        if (!suggestion) {
          const what = 'Networks trained on parts of the labels saw no object in the other labelled images.';
          const advice = 'Label more images, or make the burn-in longer.';
          addNotice(notices, { level: 'warning', what, where: 'suggesting thresholds', advice });
          return;
        }
        const {
          class: classThreshold,
          mask: maskThreshold,
          coupled: coupledThreshold,
          candidates,
        } = suggestion;
        await change({ classThreshold, maskThreshold, coupledThreshold });
        addNotice(notices, {
          level: 'info',
          what: `Thresholds from ${candidates} candidates on held-out labelled images: class ${classThreshold}, mask ${maskThreshold}, coupled ${coupledThreshold}.`,
          where: 'suggesting thresholds',
          advice: '',
        });
      } catch (error) {
        run.setState({ suggesting: undefined });
        // Cancelled, or its run was left: that was somebody's wish.
        if (!(error instanceof Error && ['AbortError', 'RunEndedError'].includes(error.name)))
          complain('suggesting thresholds', error);
      }
    },
    cancelSuggestion: () => engine.cancelSuggestion(),
    loseDevice: () => engine.loseDevice().catch((error: unknown) => complain('giving up the device', error)),

    change,
    restoreDefault: (name: KnobName) => change({ [name]: defaultSettings[name] }),
    restoreDefaults: () => change(defaultSettings),

    ...createViewing(engine, stores, complain, labelling),
    ...createFilm(stores.time),
    ...createTakeHome(engine, stores, complain),

    cycleTheme: () =>
      stores.look.setState(({ theme }) => ({
        theme: themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system',
      })),
    startTour: () => stores.look.setState({ tourOpen: true }),
    /** It is not offered again. */
    endTour: () => stores.look.setState({ tourOpen: false, tourDone: true }),
    toggleShortcuts: () => stores.look.setState(({ shortcutsOpen }) => ({ shortcutsOpen: !shortcutsOpen })),
    setSmoothing: (smoothing: number) => stores.look.setState({ smoothing }),
    toggleLogarithmic: () => stores.look.setState(({ logarithmic }) => ({ logarithmic: !logarithmic })),
  };
}

const isCheckpoint = (path: string): boolean => path.toLowerCase().endsWith('.safetensors');

/** Where a failure happened, for its notice. */
const where: Readonly<Record<Command, string>> = {
  open: 'opening the run',
  reset: 'resetting the run',
  play: 'starting training',
  pause: 'pausing training',
  step: 'the single step',
};
