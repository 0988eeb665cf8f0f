import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../engine/protocol/engine.ts';
import type { EngineEvent } from '../../engine/protocol/events.ts';
import { createStandIn } from '../../engine/testing/stand-in-engine.ts';
import type { Settings } from '../../settings/schema.ts';
import { defaultSettings, parseSettings } from '../../settings/settings.ts';
import { receive } from '../../state/receive.ts';
import { waitingKnobs } from '../../state/settings.ts';
import { createStores, type Stores } from '../../state/stores.ts';
import { ABLATION } from '../runs/ablation.ts';
import { type Actions, createActions } from './actions.ts';
import { addressOf, settingsInAddress } from './address.ts';

let stores: Stores;
let actions: Actions;
let opened: Settings[];
let beginnings: unknown[];
let changed: Partial<Settings>[];

async function setUp(broken: Partial<Engine> = {}): Promise<void> {
  stores = createStores();
  opened = [];
  beginnings = [];
  changed = [];
  const draw = () => Promise.reject(new Error('Nothing is drawn here.'));
  const standIn = createStandIn({ draw, milliseconds: 1 });
  await standIn.listen((event: EngineEvent) => receive(stores, event));
  const engine: Engine = {
    ...standIn,
    open(settings, beginning) {
      opened.push(settings);
      beginnings.push(beginning);
      return standIn.open(settings, beginning);
    },
    async change(settings) {
      changed.push(settings);
      await standIn.change(settings);
    },
    ...broken,
  };
  actions = createActions(engine, stores);
  await actions.start();
}

beforeEach(() => setUp());
afterEach(() => vi.useRealTimers());

test('opens with what was asked for and stands ready, paused', () => {
  expect(opened).toEqual([defaultSettings]);
  expect(stores.run.getState()).toMatchObject({ state: 'paused', command: undefined });
  expect(stores.run.getState().capabilities?.webgpu).toBe('fallback');
});

test('steps, plays, pauses and resets', async () => {
  await actions.step();
  expect(stores.progress.getState().step).toBe(1);
  await actions.playPause();
  expect(stores.run.getState().state).toBe('running');
  await vi.waitFor(() => expect(stores.progress.getState().step).toBeGreaterThan(3));
  await actions.playPause();
  expect(stores.run.getState().state).toBe('paused');
  await actions.reset();
  expect(stores.progress.getState().step).toBe(0);
  expect(stores.curves.getState().losses.length).toBe(0);
  expect(opened.length).toBe(1);
});

test('a step pressed while one is under way is taken after it, but presses do not pile up', async () => {
  await Promise.all([actions.step(), actions.step(), actions.step()]);
  expect(stores.progress.getState().step).toBe(2);
});

test('acts that wait for one another are all done, in the order of the presses', async () => {
  await Promise.all([actions.step(), actions.step(), actions.reset(), actions.step()]);
  expect(stores.progress.getState().step).toBe(1);
  await actions.step();
  await Promise.all([actions.step(), actions.step(), actions.reset()]);
  expect(stores.progress.getState().step).toBe(0);
});

describe('a knob', () => {
  test('that works in mid-run reaches the engine at once', async () => {
    await actions.change({ learningRate: 0.01 });
    expect(changed).toEqual([{ learningRate: 0.01 }]);
    expect(waitingKnobs(stores.settings.getState())).toEqual([]);
  });

  test('that is dragged skips values while the engine listens, and ends with the last', async () => {
    const drags = Array.from({ length: 50 }, (_, i) => actions.change({ clip: i + 1 }));
    await Promise.all(drags);
    expect(changed.length).toBeLessThan(10);
    expect(changed.at(-1)).toEqual({ clip: 50 });
  });

  test('that needs a reset waits for it, and the reset opens a new run', async () => {
    await actions.change({ batch: 8, clip: 2 });
    expect(waitingKnobs(stores.settings.getState())).toEqual(['batch']);
    expect(changed).toEqual([{ clip: 2 }]);
    await actions.reset();
    expect(opened.at(-1)).toMatchObject({ batch: 8, clip: 2 });
    expect(waitingKnobs(stores.settings.getState())).toEqual([]);
  });

  test('turned back no longer waits', async () => {
    await actions.change({ seed: 9 });
    await actions.restoreDefault('seed');
    expect(waitingKnobs(stores.settings.getState())).toEqual([]);
  });
});

describe('failures become notices:', () => {
  test('a run that cannot be opened', async () => {
    await setUp({ open: () => Promise.reject(new Error('There is too little memory for side 320.')) });
    expect(stores.run.getState().state).toBe('failed');
    expect(stores.notices.getState().shown).toMatchObject([
      { level: 'error', what: 'There is too little memory for side 320.', where: 'opening the run' },
    ]);
  });

  test('and are gone with the run that failed', async () => {
    await setUp({ step: () => Promise.reject(new Error('The loss is NaN.')) });
    await actions.step();
    expect(stores.notices.getState().shown.map(({ where }) => where)).toEqual(['the single step']);
    await actions.reset();
    expect(stores.notices.getState().shown).toEqual([]);
  });

  test('a change that the engine refuses, told once', async () => {
    await setUp({ change: () => Promise.reject(new Error('The learning rate cannot change now.')) });
    await actions.change({ learningRate: 0.5 });
    expect(stores.notices.getState().shown).toMatchObject([{ where: 'changing the settings', times: 1 }]);
  });
});

describe('a run that was left', () => {
  test('is what the page opens with; a reset begins anew', async () => {
    const beginnings: unknown[] = [];
    const { open } = createStandIn({ draw: () => Promise.reject(new Error()), milliseconds: 1 });
    await setUp({
      open(settings, beginning) {
        beginnings.push(beginning);
        return open(settings);
      },
    });
    await actions.change({ batch: 8 });
    await actions.reset();
    expect(beginnings).toEqual(['where it stood', 'anew']);
  });

  test('goes on from a checkpoint that is dropped, with its settings', async () => {
    const kept: Settings = { ...defaultSettings, seed: 77 };
    await setUp({ takeCheckpoint: async () => kept });
    await actions.takeIn([{ path: 'penumbra-step-9.safetensors', file: new Blob() }]);
    expect(opened.at(-1)).toEqual(kept);
    expect(stores.settings.getState()).toMatchObject({ asked: kept, running: kept });
  });

  test('stays where a checkpoint cannot be used, with a sentence', async () => {
    const refuse = () => Promise.reject(new Error('The file is no checkpoint.'));
    await setUp({ takeCheckpoint: refuse });
    await actions.goOnFrom(new Blob());
    expect(opened).toHaveLength(1);
    expect(stores.notices.getState().shown).toMatchObject([
      { what: 'The file is no checkpoint.', where: 'reading the checkpoint' },
    ]);
  });

  test('comes with a project that is taken in as a whole', async () => {
    const settings: Settings = { ...defaultSettings, dataset: 'own', seed: 5 };
    const report = {
      name: 'cells',
      images: 3,
      annotated: 1,
      classes: ['a'],
      skipped: [],
      notices: [],
      settings,
    };
    await setUp({ importFiles: async () => report });
    await actions.takeIn([{ path: 'cells.zip', file: new Blob() }]);
    expect(opened.at(-1)).toEqual(settings);
  });

  test('has its own thresholds, and the run that is left for it keeps those that it was trained with', async () => {
    const other: Settings = { ...defaultSettings, dataset: 'own', classThreshold: 0.62, rule: 'dual' };
    const changes: Partial<Settings>[] = [];
    await setUp({
      openProject: async () => other,
      change: async (values) => {
        changes.push(values);
      },
    });
    await actions.openProject('other');
    expect(opened.at(-1)).toEqual(other);
    await actions.openSamples();
    expect(opened.at(-1)).toMatchObject({ dataset: 'demo', classThreshold: 0.62 });
    expect(changes).toEqual([]);
  });
});

describe('annotations without images', () => {
  const joining = async () => {
    const { description } = stores.run.getState();
    if (!description) throw new Error('No run stands.');
    const joined = { ...description, labelled: description.labelled.slice(0, 1) };
    return { name: 'cells', images: 3, annotated: 1, classes: ['a'], skipped: [], notices: [], joined };
  };
  const drop = () => actions.takeIn([{ path: 'annotations.json', file: new Blob() }]);

  test('before the first step make a new run, with the settings that there were', async () => {
    await setUp({ importFiles: joining });
    await drop();
    expect(opened).toHaveLength(2);
    expect(opened[1]).toEqual(opened[0]);
    expect(stores.notices.getState().shown).toMatchObject([
      { what: '1 of the 3 images of "cells" got labels.' },
    ]);
  });

  test('can be taken back, and the run goes on without them', async () => {
    const taken = { images: 1, left: 2, description: undefined };
    await setUp({ importFiles: joining, takeBackLabels: async () => taken });
    await actions.step();
    await drop();
    expect(stores.notices.getState().shown.at(-1)?.undo).toBe('labels');
    await drop();
    expect(stores.notices.getState().shown.filter(({ undo }) => undo)).toHaveLength(1);
    await actions.takeBackLabels();
    expect(opened).toHaveLength(1);
    expect(stores.notices.getState().shown.at(-1)?.what).toBe(
      'The labels of 1 image were taken back. 2 images keep theirs: they were changed since.',
    );
  });

  test('later join the run that there is', async () => {
    await setUp({ importFiles: joining });
    await actions.step();
    await drop();
    expect(opened).toHaveLength(1);
    expect(stores.run.getState().description?.labelled).toHaveLength(1);
    expect(stores.progress.getState().step).toBe(1);
  });
});

describe('an import that is cancelled', () => {
  const CANCELLED = 'Cancelled: nothing was taken in, and everything is as it was.';
  /** Cancels while the engine is at `when`, and says what the engine had taken in. */
  const cancelAt = async (when: 'offerFiles' | 'glance') => {
    let waiting: string[] = [];
    const taken: string[][] = [];
    let cancelled = false;
    const at = async (place: string) => {
      if (place !== when || cancelled) return;
      cancelled = true;
      await actions.cancelTakeIn();
    };
    await setUp({
      async offerFiles(files) {
        waiting.push(...files.map(({ path }) => path));
        await at('offerFiles');
      },
      async glance() {
        await at('glance');
        return { images: true, project: undefined };
      },
      async cancelImport() {
        waiting = [];
      },
      async importFiles() {
        taken.push(waiting.splice(0));
        throw new Error('There is no image among them.');
      },
    });
    const many = Array.from({ length: 450 }, (_, i) => ({ path: `${i}.png`, file: new Blob() }));
    await actions.takeIn(many);
    return { waiting, taken };
  };

  test.each(['offerFiles', 'glance'] as const)(
    'before a file is read (%s) is as if it had never been',
    async (when) => {
      expect(await cancelAt(when)).toEqual({ waiting: [], taken: [] });
      expect(stores.notices.getState().shown).toMatchObject([{ level: 'info', what: CANCELLED }]);
      expect(stores.run.getState().importing).toBeUndefined();
      expect(opened).toHaveLength(1);
    },
  );

  test('does not cancel the next one', async () => {
    await cancelAt('glance');
    await actions.takeIn([{ path: 'a.png', file: new Blob() }]);
    expect(stores.notices.getState().shown.at(-1)?.what).toBe('There is no image among them.');
  });
});

describe('images, while a project is open', () => {
  const begin = async (answered: 'open project' | 'new project' | undefined) => {
    const went: unknown[] = [];
    let forgotten = 0;
    await setUp({
      glance: async () => ({ images: true, project: 'cells' }),
      importFiles: async (destination) => {
        went.push(destination);
        const { description: joined } = stores.run.getState();
        if (!joined) throw new Error('No run stands.');
        const report = { name: 'cells', images: 5, annotated: 1, classes: ['a'], skipped: [], notices: [] };
        return destination === 'open project' ? { ...report, joined, added: 2 } : report;
      },
      cancelImport: async () => {
        forgotten++;
      },
    });
    await actions.step();
    const taken = actions.takeIn([{ path: 'a.png', file: new Blob() }]);
    await vi.waitFor(() => expect(stores.run.getState().askedFor).toBe('cells'));
    // What is dropped while it is asked waits for nobody.
    await actions.takeIn([{ path: 'b.png', file: new Blob() }]);
    actions.answer(answered);
    await taken;
    expect(stores.run.getState()).toMatchObject({ askedFor: undefined, importing: undefined });
    return { went, forgotten };
  };

  test('join it where a person says so: the run goes on where it stands', async () => {
    expect(await begin('open project')).toEqual({ went: ['open project'], forgotten: 0 });
    expect(opened).toHaveLength(1);
    expect(stores.progress.getState().step).toBe(1);
    expect(stores.notices.getState().shown).toMatchObject([
      {
        what: '2 images added to "cells", which has 5 now; 1 image got labels.',
        advice: 'The run stands where it stood; Play goes on with them. They stay on this computer.',
      },
    ]);
  });

  test('make another one where a person says so', async () => {
    expect(await begin('new project')).toEqual({ went: ['new project'], forgotten: 0 });
    expect(opened).toHaveLength(2);
  });

  test('are forgotten where nobody wants them', async () => {
    expect(await begin(undefined)).toEqual({ went: [], forgotten: 1 });
    expect(opened).toHaveLength(1);
    expect(stores.notices.getState().shown).toEqual([]);
  });
});

describe('images', () => {
  test('A and D go round the ends', () => {
    const { validation = [] } = stores.run.getState().description ?? {};
    actions.previous();
    expect(stores.viewer.getState().selected).toBe(validation.at(-1)?.id);
    actions.next();
    expect(stores.viewer.getState().selected).toBe(validation[0]?.id);
  });

  test('moving a layer shows the masks again', () => {
    actions.toggleMasks();
    actions.setLayer('truth', 0.5);
    expect(stores.viewer.getState()).toMatchObject({
      masksShown: true,
      opacities: { truth: 0.5 },
      shown: { truth: true },
    });
    actions.toggleLayer('truth');
    expect(stores.viewer.getState().shown.truth).toBe(false);
  });
});

describe('the address', () => {
  const page = 'https://example.org/penumbra/?batch=9&what=1#top';

  test('reads settings, with a sentence for what it does not know', () => {
    const { settings, notices } = settingsInAddress(page);
    expect(settings.batch).toBe(9);
    expect(notices).toEqual(['There is no setting called "what"; it is ignored.']);
  });

  test('writes what differs from the defaults, and reads back the same', () => {
    const settings: Settings = { ...defaultSettings, labelled: '10%', seed: 3 };
    const href = addressOf(page, settings);
    expect(href).toBe('https://example.org/penumbra/?labelled=10%25&seed=3&defaults=2#top');
    expect(settingsInAddress(href)).toEqual({ settings, notices: [] });
    expect(addressOf(page, defaultSettings)).toBe('https://example.org/penumbra/#top');
    expect(parseSettings([]).settings).toEqual(defaultSettings);
  });

  test('says where its defaults may be others than here', () => {
    const { settings, notices } = settingsInAddress('https://example.org/?batch=9&defaults=99');
    expect(settings).toEqual({ ...defaultSettings, batch: 9 });
    expect(notices).toEqual([expect.stringMatching(/from a newer Penumbra/)]);
  });
});

describe('a run that gives its place to another', () => {
  const offers = () => stores.notices.getState().shown.filter(({ undo }) => typeof undo === 'object');

  test('is offered after a reset, and brought back', async () => {
    await actions.reset();
    expect(offers()).toEqual([]);
    await actions.step();
    await actions.step();
    await actions.reset();
    await actions.step();
    const [offer] = offers();
    expect(offer?.what).toBe('The run that stood at step 2 is put aside.');
    const [aside] = await actions.asideRuns();
    expect(offer?.undo).toEqual({ run: aside?.id });
    await actions.bringBack(aside?.id ?? '');
    expect(stores.progress.getState().step).toBe(2);
    expect(stores.curves.getState().losses.length).toBe(1);
    // What stood meanwhile is offered in its turn.
    expect(offers().map(({ what }) => what)).toEqual(['The run that stood at step 1 is put aside.']);
    await actions.bringLastBack();
    expect(stores.progress.getState().step).toBe(1);
  });

  test('stays offered where it cannot be brought back, and the one that stands goes on', async () => {
    await setUp({ bringBack: () => Promise.reject(new Error('It does not fit the images that are here.')) });
    await actions.step();
    await actions.reset();
    await actions.step();
    stores.runs.setState({ queue: [{ settings: defaultSettings }] });
    await actions.bringLastBack();
    expect(offers()).toHaveLength(1);
    expect(stores.runs.getState().queue).toHaveLength(1);
    expect(stores.progress.getState().step).toBe(1);
    expect(stores.notices.getState().shown.at(-1)).toMatchObject({ where: 'bringing the run back' });
  });

  test('ends without the settings of the one that follows', async () => {
    await actions.change({ evaluateEvery: 1 });
    await actions.step();
    const [kept] = stores.runs.getState().runs;
    if (!kept) throw new Error('The run was not kept.');
    await actions.change({ learningRate: 0.01 });
    changed = [];
    await actions.repeat(kept);
    expect(changed).toEqual([]);
    expect((await actions.asideRuns()).map(({ settings }) => settings.learningRate)).toEqual([0.01]);
  });

  test('before an ablation is told of, and those of the ablation are not; bringing it back ends the ablation', async () => {
    await actions.change({ steps: 3, evaluateEvery: 3 });
    await actions.reset();
    await actions.step();
    await actions.ablate({ steps: ABLATION.slice(0, 3).map(({ name }) => name), seeds: 1 });
    expect(offers()[0]?.advice).toMatch(/when the ablation is done; brought back now, it ends the ablation/);
    await vi.waitFor(() => expect(stores.runs.getState().runs.length).toBeGreaterThan(1));
    await actions.bringLastBack();
    expect(beginnings.slice(0, 4)).toEqual(['where it stood', 'anew', 'anew', 'next']);
    expect(beginnings.slice(4)).not.toContain('anew');
    expect(beginnings.at(-1)).toBe('where it stood');
    expect(stores.runs.getState().queue).toEqual([]);
    expect(stores.progress.getState().step).toBe(1);
  });
});

describe('runs', () => {
  const short = { steps: 3, evaluateEvery: 3 } as const;

  test('are kept from their first evaluation on, under one name however often they are evaluated', async () => {
    await actions.change({ evaluateEvery: 1 });
    await actions.step();
    await actions.step();
    const { runs, present } = stores.runs.getState();
    expect(runs).toMatchObject([{ id: present, steps: 2, settings: { evaluateEvery: 1 } }]);
    expect(runs[0]?.scores.step).toEqual([1, 2]);
    await actions.reset();
    expect(stores.runs.getState().present).not.toBe(present);
    await actions.step();
    expect(stores.runs.getState().runs).toHaveLength(2);
  });

  test('that are forgotten can be brought back for five minutes', async () => {
    await actions.change({ evaluateEvery: 1 });
    for (const _ of ['first', 'second']) {
      await actions.step();
      await actions.reset();
      // Each ended at a time of its own.
      const now = Date.now();
      await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(now));
    }
    const { runs } = stores.runs.getState();
    const [second, first] = runs;
    if (!first || !second) throw new Error('They were not kept.');
    actions.compare(second.id);
    vi.useFakeTimers();
    actions.forgetKept(second.id);
    expect(stores.runs.getState()).toMatchObject({ runs: [first], compared: [] });
    actions.restoreKept(second.id);
    expect(stores.runs.getState()).toMatchObject({ runs, compared: [second.id], forgotten: [] });
    actions.forgetKept(first.id);
    vi.advanceTimersByTime(5 * 60_000);
    actions.restoreKept(first.id);
    expect(stores.runs.getState()).toMatchObject({ runs: [second], forgotten: [] });
  });

  test('can be repeated with their settings', async () => {
    await actions.change({ evaluateEvery: 1, seed: 4 });
    await actions.reset();
    await actions.step();
    const [kept] = stores.runs.getState().runs;
    if (!kept) throw new Error('The run was not kept.');
    await actions.restoreDefaults();
    await actions.reset();
    await actions.repeat(kept);
    expect(stores.settings.getState().running).toEqual(kept.settings);
    expect(stores.progress.getState().step).toBe(0);
  });

  test('of an ablation follow each other, and are drawn side by side', { timeout: 20_000 }, async () => {
    await actions.change(short);
    await actions.reset();
    await actions.ablate({ steps: ABLATION.map(({ name }) => name), seeds: 1 });
    expect(stores.runs.getState().queue).toHaveLength(ABLATION.length - 1);
    await vi.waitFor(
      () => {
        expect(stores.runs.getState().runs).toHaveLength(ABLATION.length);
        expect(stores.run.getState().state).toBe('finished');
      },
      { timeout: 15_000 },
    );
    const { runs, compared, queue } = stores.runs.getState();
    expect(runs.map(({ settings }) => settings.rule).reverse()).toEqual(
      ABLATION.map(({ changes }) => changes.rule),
    );
    expect(queue).toEqual([]);
    expect(runs.map(({ ablation }) => ablation?.step).reverse()).toEqual(ABLATION.map(({ name }) => name));
    expect(runs.every(({ seconds = 0 }) => seconds > 0)).toBe(true);
    expect(compared).toHaveLength(ABLATION.length - 1);
  });

  test('of an ablation that follows a finished run are all of it', { timeout: 20_000 }, async () => {
    await actions.change(short);
    await actions.reset();
    await actions.playPause();
    await vi.waitFor(() => {
      expect(stores.run.getState().state).toBe('finished');
      expect(stores.runs.getState().runs[0]?.scores.step).toEqual([3]);
    });
    const steps = ABLATION.slice(0, 2).map(({ name }) => name);
    await actions.ablate({ steps, seeds: 1 });
    await vi.waitFor(() => expect(stores.runs.getState().runs).toHaveLength(3), { timeout: 15_000 });
    const parts = stores.runs.getState().runs.map(({ ablation }) => ablation?.step);
    expect(parts.reverse()).toEqual([undefined, ...steps]);
  });

  test('that fail end the queue', async () => {
    await actions.change(short);
    stores.runs.setState({ queue: [{ settings: defaultSettings }] });
    stores.run.setState({ state: 'failed' });
    expect(stores.runs.getState().queue).toEqual([]);
  });
});
