import type { Commands } from '../../engine/client.ts';
import { ImportCancelled } from '../../engine/notices.ts';
import type { Destination, ImportedFile } from '../../engine/protocol/take-in.ts';
import { addNotice } from '../../state/notices.ts';
import type { Stores } from '../../state/stores.ts';
import { reportNotice, takenBackNotice } from '../own/import-report.ts';
import type { Complain } from './complain.ts';
import type { Knobs } from './knobs.ts';
import type { Labelling } from './labelling.ts';
import { askToPersist } from './persist.ts';
import type { Transport } from './transport.ts';

/** Files in one message to the worker: on a busy computer each costs the page a quarter of a millisecond. */
const OFFERED_AT_ONCE = 50;

const where = 'taking in your own images';

/** Files that a person drops on the page, and what was asked, told and can be taken back of them. */
export function createTakeIn(
  engine: Commands,
  { run, progress, notices }: Pick<Stores, 'run' | 'progress' | 'notices'>,
  complain: Complain,
  { wish }: Pick<Knobs, 'wish'>,
  { openRun, goOnFrom }: Pick<Transport, 'openRun' | 'goOnFrom'>,
  { leave, receive }: Pick<Labelling, 'leave' | 'receive'>,
) {
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

  return {
    /** The answer to what dropped images are for; undefined where they are for nothing after all. */
    answer: (destination: Destination | undefined) => answer(destination),

    /**
     * Takes in a person's own images, and makes a run of them, or goes on with the open one.
     * @param missing what else was dropped, and why it is not here, in a sentence.
     */
    async takeIn(files: readonly ImportedFile[], missing?: string): Promise<void> {
      if (missing !== undefined) addNotice(notices, { level: 'warning', what: missing, where, advice: '' });
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
        await leave();
        // The worker hears of it only while it reads: until then it is for the page to stop.
        unlessUnwanted();
        const report = await engine.importFiles(destination);
        askToPersist();
        const { step } = progress.getState();
        addNotice(notices, reportNotice(report, step === 0 ? 'new' : run.getState().state));
        if (report.joined) {
          // Before the first step nothing is lost by making the network for the classes that there are now.
          if (progress.getState().step === 0) await openRun();
          else receive(report.joined);
          return;
        }
        wish(report.settings ?? { dataset: 'own', labelled: '100%' });
        run.setState({ importing: undefined });
        await openRun(report.settings ? 'where it stood' : 'anew');
      } catch (error) {
        if (error instanceof Error && error.name === 'ImportCancelled')
          addNotice(notices, { level: 'info', what: error.message, where, advice: '' });
        else complain(where, error);
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
        await leave();
        const taken = await engine.takeBackLabels();
        addNotice(notices, takenBackNotice(taken));
        if (progress.getState().step === 0) await openRun();
        else receive(taken.description);
      } catch (error) {
        complain('taking labels back', error);
      }
    },
  };
}

const isCheckpoint = (path: string): boolean => path.toLowerCase().endsWith('.safetensors');
