import type { Commands } from '../../engine/client.ts';
import type { Beginning } from '../../engine/protocol/run.ts';
import type { Settings } from '../../settings/schema.ts';
import { dismissErrors } from '../../state/notices.ts';
import { forgetRun, receiveDescription } from '../../state/receive.ts';
import { type Command, isReady, networkWaits } from '../../state/run.ts';
import { waitingKnobs } from '../../state/settings.ts';
import type { Stores } from '../../state/stores.ts';
import type { Complain } from './complain.ts';
import type { Knobs } from './knobs.ts';
import { Turns } from './turns.ts';

export type Transport = ReturnType<typeof createTransport>;

/**
 * Opening a run, playing, pausing, stepping and resetting it.
 * @param settle training takes up what is marked so far, though the picture is still open.
 */
export function createTransport(
  engine: Commands,
  stores: Stores,
  complain: Complain,
  { sendChanges }: Pick<Knobs, 'sendChanges'>,
  settle: () => Promise<void>,
) {
  const { run, settings } = stores;

  /** One transport command at a time: a second press while the first is under way does nothing. */
  async function command(name: Command, send: () => Promise<void>): Promise<void> {
    if (run.getState().command) return;
    run.setState({ command: name });
    try {
      await send();
      dismissErrors(stores.notices, where[name]);
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

  /** A run with the settings that are asked for, when its turn comes. */
  const openRun = (beginning?: Beginning) => turns.take('open', () => open(beginning));

  /** Back to step 0; with knobs that waited for it, a new run with their values. */
  const reset = () =>
    turns.take('reset', async () => {
      dismissErrors(stores.notices);
      const anew = waitingKnobs(settings.getState()).length > 0 || networkWaits(run.getState());
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

  /**
   * A run of other settings: the one that stands ends without them.
   * @param choose gives them when its turn comes; undefined where the run is no longer wanted.
   */
  const begin = (choose: () => Settings | undefined, beginning: Beginning) =>
    turns.take('begin', async () => {
      const asked = choose();
      if (!asked) return;
      dismissErrors(stores.notices);
      settings.setState({ asked });
      await open(beginning);
    });

  /** Goes on with a run that the engine gives its place. @param take resolves to its settings. */
  const goOn = (where: string, take: () => Promise<Settings>): Promise<void> =>
    turns.take('go on', async () => {
      try {
        const kept = await take();
        settings.setState({ asked: kept, running: undefined });
        await open('where it stood');
      } catch (error) {
        complain(where, error);
      }
    });

  /** Goes on with the run of a checkpoint file. */
  const goOnFrom = (file: Blob): Promise<void> =>
    goOn('reading the checkpoint', () => engine.takeCheckpoint(file));

  /** Training with the labels of now. Before the first step nothing is lost by making the network for them. */
  async function withLabels(name: 'play' | 'step', send: () => Promise<void>): Promise<void> {
    await settle();
    if (networkWaits(run.getState()) && stores.progress.getState().step === 0) await open();
    await command(name, send);
  }

  return {
    openRun,
    play,
    begin,
    goOn,
    goOnFrom,
    actions: {
      /** Asks what the machine can do and opens the run of the link, where it was left if it was here before. */
      async start(): Promise<void> {
        engine
          .capabilities()
          .then((capabilities) => run.setState({ capabilities }))
          .catch((error: unknown) => complain('looking at what this browser can do', error));
        // What is pressed meanwhile is done after it.
        await openRun('where it stood');
      },

      playPause: () =>
        turns.take('play or pause', async () => {
          if (!canTrain()) return;
          if (run.getState().state === 'running') await command('pause', () => thenPaused(engine.pause()));
          else await withLabels('play', () => engine.play());
        }),

      step: () =>
        turns.take('step', async () => {
          if (canTrain()) await withLabels('step', () => thenPaused(engine.step()));
        }),

      reset,
      goOnFrom,
      loseDevice: () =>
        engine.loseDevice().catch((error: unknown) => complain('giving up the device', error)),
    },
  };
}

/** Where a failure happened, for its notice. */
const where: Readonly<Record<Command, string>> = {
  open: 'opening the run',
  reset: 'resetting the run',
  play: 'starting training',
  pause: 'pausing training',
  step: 'the single step',
};
