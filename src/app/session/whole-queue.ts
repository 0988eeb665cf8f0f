import type { Proposal } from '../../engine/protocol/labelling.ts';
import { acceptProposal, type Labels, type Marks, sameObjects } from '../../labels/document.ts';
import { offersOn } from '../../labels/offers.ts';
import type { KnobName } from '../../settings/schema.ts';
import type { Draft, WholeQueueFacts } from '../../state/labelling.ts';
import type { Desk } from './labelling.ts';

/** Images that a run takes up at once: each time it describes all of its images anew. */
const TAKEN_UP_AT_ONCE = 16;

/** What is above the thresholds in an image that nobody has marked anything in. */
interface Found {
  readonly above: readonly Proposal[];
  readonly masks: number;
}

/** What was found above other thresholds is found no more. */
const deciding = [
  'rule',
  'classThreshold',
  'maskThreshold',
  'coupledThreshold',
  'objectnessThreshold',
] as const satisfies readonly KnobName[];

/** Whether there is nothing that a person, or an earlier look, has made of an image. */
const isUnmarked = ({ objects, empty }: Marks): boolean => objects.length === 0 && !empty;

/**
 * Accepts what is above the thresholds on every image of the queue that nobody has labelled. It is looked at first what
 * that would be, and all of it can be taken back while the page is open, but for images that were changed since.
 */
export function createWholeQueue({ engine, stores, complain, editImage, takeUp, mayLabel }: Desk) {
  const { labelling, run, progress, settings } = stores;
  let found = new Map<number, Found>();
  /** Objects that were accepted so, by image, of each project. */
  const accepted = new Map<string, Map<number, Labels>>();
  let wanted = 0;
  let working: Promise<void> = Promise.resolve();

  const show = (wholeQueue: WholeQueueFacts | undefined) => labelling.setState({ wholeQueue });
  const project = () => run.getState().description?.project ?? '';
  const mine = () => accepted.get(project()) ?? new Map<number, Labels>();
  /** Images and classes are numbers in what is found: in another project, or under other classes, they mean others. */
  const world = () =>
    [project(), ...(run.getState().description?.categories ?? []).map(({ name }) => name)].join('\n');
  let foundIn = '';

  /** What was accepted so, and can be taken back; undefined for nothing. */
  function rest(): void {
    found = new Map();
    show(mine().size === 0 ? undefined : { stage: 'accepted', ...countsOf([...mine().values()]) });
  }

  /** Whatever is under way ends before its next image; what it has done stays. */
  function stop(): void {
    wanted++;
    rest();
  }

  /**
   * One after another: what was stopped ends before the next begins.
   * @param where what was being done, to be told where it fails.
   * @param work asks whether it is still wanted.
   * @param known the world that it is about.
   */
  function begin(
    where: string,
    work: (goesOn: () => boolean) => Promise<void>,
    known = world(),
  ): Promise<void> {
    if (!mayLabel()) return working;
    const mark = ++wanted;
    const goesOn = () => mark === wanted && mayLabel() && world() === known;
    working = working.then(async () => {
      try {
        if (goesOn()) await work(goesOn);
      } catch (error) {
        if (mark === wanted) complain(where, error);
      }
      const { wholeQueue } = labelling.getState();
      // Nothing that would wait for a person: it was stopped, or what was found holds no more.
      if (!wholeQueue || wholeQueue.stage === 'accepted' || 'done' in wholeQueue) rest();
    });
    return working;
  }

  /** Changes images one after another, and lets the run take them up. @param change undefined for one that stays. */
  async function changeAll(
    stage: 'accepting' | 'taking back',
    images: readonly number[],
    goesOn: () => boolean,
    change: (image: number, marks: Marks) => Labels | undefined,
  ): Promise<void> {
    let pending: number[] = [];
    for (const [done, image] of images.entries()) {
      if (!goesOn()) break;
      show({ stage, done, all: images.length });
      const edited = await editImage(image, (marks) => {
        const objects = goesOn() ? change(image, marks) : undefined;
        return objects ? { ...marks, objects } : marks;
      });
      if (edited === 'left') pending.push(image);
      if (edited && labelling.getState().saved === 'failed') {
        stop();
        break;
      }
      if (pending.length < TAKEN_UP_AT_ONCE) continue;
      await takeUp(pending);
      pending = [];
    }
    if (pending.length > 0) await takeUp(pending);
  }

  labelling.subscribe(({ review }, before) => {
    // Nobody would see it go on.
    if (before.review && !review) stop();
    else if (review && !before.review) rest();
  });
  settings.subscribe(({ running }, before) => {
    if (labelling.getState().wholeQueue?.stage !== 'found') return;
    if (deciding.some((name) => running?.[name] !== before.running?.[name])) stop();
  });

  return {
    /** What an image was before it was accepted so, where it is still as it was then. */
    historyOf(image: number, now: Draft) {
      const objects = mine().get(image);
      if (!objects || !sameObjects(objects, now.objects)) return undefined;
      return { past: [{ ...now, objects: [] }], present: now, future: [] };
    },
    /** Resolves when nothing is under way any more. */
    async end(): Promise<void> {
      stop();
      await working;
      show(undefined);
    },
    actions: {
      stopWholeQueue: stop,
      /** How many masks on how many images it would accept. */
      lookAtWholeQueue: () =>
        begin('looking at the queue', async (goesOn) => {
          const unlabelled = new Set(run.getState().description?.unlabelled.map(({ id }) => id));
          const images =
            labelling.getState().review?.queue?.images.filter(({ id }) => unlabelled.has(id)) ?? [];
          found = new Map();
          foundIn = world();
          for (const [done, { id }] of images.entries()) {
            show({ stage: 'looking', done, all: images.length });
            const above = (await engine.proposals(id)).filter(({ fate }) => fate.kept);
            const marks = await engine.marks(project(), id);
            if (!goesOn()) return;
            const masks = isUnmarked(marks) ? acceptedIn(marks, above).length : 0;
            if (masks > 0) found.set(id, { above, masks });
          }
          const masks = [...found.values()].reduce((sum, each) => sum + each.masks, 0);
          const { step } = progress.getState();
          show({ stage: 'found', images: found.size, masks, looked: images.length, step });
        }),
      acceptWholeQueue: () =>
        begin(
          'accepting masks',
          async (goesOn) => {
            const [taking, into] = [found, mine()];
            accepted.set(project(), into);
            await changeAll('accepting', [...taking.keys()], goesOn, (image, marks) => {
              const objects = isUnmarked(marks) ? acceptedIn(marks, taking.get(image)?.above ?? []) : [];
              if (objects.length === 0) return undefined;
              into.set(image, objects);
              return objects;
            });
          },
          foundIn,
        ),
      /** What was changed since stays as it is. */
      takeWholeQueueBack: () =>
        begin('taking masks back', async (goesOn) => {
          const [from, before] = [mine(), mine().size];
          let changed = 0;
          await changeAll('taking back', [...from.keys()], goesOn, (image, marks) => {
            const objects = from.get(image) ?? [];
            from.delete(image);
            if (sameObjects(marks.objects, objects)) return [];
            if (marks.objects.length > 0) changed++;
            return undefined;
          });
          if (goesOn()) show({ stage: 'taken back', images: before - changed, changed });
        }),
    },
  };
}

/** Objects that an image without any has after what is above the thresholds was accepted. */
const acceptedIn = (marks: Marks, above: readonly Proposal[]): Labels =>
  offersOn(above, marks).reduce<Labels>(
    (labels, { category, mask }) => acceptProposal(labels, category, mask).labels,
    [],
  );

const countsOf = (images: readonly Labels[]) => ({
  images: images.length,
  masks: images.reduce((sum, { length }) => sum + length, 0),
});
