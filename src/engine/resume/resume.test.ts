import { expect, test, vi } from 'vitest';
import type { ClassEdit } from '../../labels/class-edits.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Losses } from '../protocol/curves.ts';
import type { CandidateSurvey } from '../protocol/pseudo-labels.ts';
import { MemoryVault, noProjects, openSource, smallEngines, smallSettings } from '../testing/small-engine.ts';
import { writeCheckpoint } from './checkpoint-file.ts';
import { asideIn, isAside, runKey, settingsOf } from './stored-run.ts';
import { storedRun } from './testing/stored-run.ts';
import { wholeMethod } from './testing/whole-method.ts';

// Real training, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

/** Pasted scenes, too, come back. */
const withPasting: Settings = { ...wholeMethod, copyPaste: 0.5 };

const start = smallEngines();

test('a run that was left goes on to the bit as if it had never stopped', async () => {
  const whole = start();
  await whole.engine.open(withPasting);
  const uninterrupted = await whole.losses(6);
  expect(whole.of('step').at(-1)?.pseudoLabels?.candidates).toBeGreaterThan(0);
  expect(uninterrupted.at(-1)?.unlabelled).toBeGreaterThan(0);

  const vault = new MemoryVault();
  const losses: Losses[] = [];
  let seen: CandidateSurvey | undefined;
  // Left during burn-in, and again while the teacher labels.
  for (const [visit, steps] of [1, 3, 2].entries()) {
    const small = start({ vault });
    const before = losses.length;
    const { resumed } = await small.engine.open(withPasting, 'where it stood');
    expect(resumed?.step).toBe(visit === 0 ? undefined : before);
    if (resumed) {
      expect([...resumed.curves.losses.step]).toEqual(Array.from({ length: before }, (_, i) => i + 1));
      expect([...resumed.curves.losses.total]).toEqual(losses.map(({ total }) => total));
      const { what, advice } = small.of('notice').at(-1)?.notice ?? {};
      expect(what).toMatch(new RegExp(`^The run stands where it was kept on .*: at step ${before}\\.$`));
      expect(advice).toContain('Reset begins anew');
      // What the teacher saw is there to be looked at, and so is what became of it.
      expect(await small.engine.candidates()).toEqual(seen);
      expect(resumed.curves.fates?.step).toHaveLength(Math.max(0, before - withPasting.burnIn));
    }
    losses.push(...(await small.losses(steps)));
    await small.until('kept', ({ step }) => step === losses.length);
    seen = await small.engine.candidates();
    await small.engine.close();
  }
  expect(losses).toEqual(uninterrupted);
});

test('whatever is kept has its curves to the end: a page may close at any moment', async () => {
  const vault = new MemoryVault();
  const ends: [number, number | undefined][] = [];
  vi.spyOn(vault, 'put').mockImplementation(async ({ checkpoint, curves }) => {
    ends.push([checkpoint.step, curves.losses.step.at(-1)]);
  });
  const small = start({ vault });
  await small.engine.open(smallSettings);
  for (let step = 1; step <= 3; step++) await small.losses(1);
  await small.until('kept', ({ step }) => step === 3);
  await small.engine.close();
  expect(ends.length).toBeGreaterThanOrEqual(3);
  for (const [step, drawn] of ends) expect(drawn).toBe(step);
});

test('what is changed in mid-run is kept with it, and begun anew it leaves its place', async () => {
  const vault = new MemoryVault();
  const first = start({ vault });
  await first.engine.open(smallSettings, 'where it stood');
  await first.losses(1);
  await first.engine.change({ clip: 2 });
  await first.until('kept');
  await first.losses(1);
  await first.until('kept', ({ step }) => step === 2);
  // One state of one run, under what it is now.
  expect(await vault.keys()).toEqual([runKey({ ...smallSettings, clip: 2 }, undefined)]);

  const other = start({ vault });
  expect((await other.engine.open(smallSettings, 'where it stood')).resumed).toBeUndefined();
  const same = { ...smallSettings, clip: 2 };
  expect((await other.engine.open(same, 'where it stood')).resumed?.step).toBe(2);
  await other.engine.reset();
  const inPlace = async () => (await vault.keys()).filter((key) => !isAside(key));
  expect(await inPlace()).toEqual([]);
  const [again] = await other.losses(1);
  expect(again).toEqual(first.of('step')[0].losses);
  await other.until('kept', ({ step }) => step === 1);
  // Opened anew on purpose.
  expect((await other.engine.open(same)).resumed).toBeUndefined();
  expect(await inPlace()).toEqual([]);
});

test('a finished run stands finished, with its evaluation', async () => {
  const vault = new MemoryVault();
  const small = start({ vault });
  const { validation } = await small.engine.open({ ...smallSettings, steps: 2 });
  await small.finish();
  await small.until('evaluation');
  const since = small.events.length;
  await small.until('kept', () => true, since);
  const look = async ({ engine }: typeof small) => [
    await engine.candidates(2),
    (await engine.view(validation[0]?.id ?? 0, 64, { teacher: 1 }, { at: 2 })).instances,
  ];
  const seen = await look(small);
  const later = start({ vault });
  const { resumed } = await later.engine.open({ ...smallSettings, steps: 2 }, 'where it stood');
  expect([...(resumed?.curves.scores.step ?? [])]).toEqual([2]);
  expect(resumed?.moments).toEqual(small.of('moments').at(-1)?.moments);
  expect(await look(later)).toEqual(seen);
  expect(later.states.at(-1)).toBe('finished');
  await expect(later.engine.play()).rejects.toThrow(/has taken all of its 2 steps/);
});

test('a run that was left in its last evaluation is evaluated when it is opened again', async () => {
  const settings = { ...smallSettings, steps: 2 };
  const vault = new MemoryVault();
  const small = start({ vault });
  await small.engine.open(settings);
  await small.finish();
  await small.engine.close();
  // Whether the evaluation came to its end before that is the machine's to say.
  const [stored] = vault.runs.values();
  const { scores } = stored.curves;
  const none = Object.entries(scores).map(([name, column]) => [name, column.slice(0, 0)]);
  const curves = { ...stored.curves, scores: Object.fromEntries(none) as typeof scores };
  vault.runs.set(stored.key, { ...stored, curves });
  const later = start({ vault });
  await later.engine.open(settings, 'where it stood');
  // The page has the answer first.
  expect(later.of('evaluation')).toEqual([]);
  expect((await later.until('evaluation')).step).toBe(2);
  await later.until('kept', ({ step }) => step === 2);
  await later.engine.close();
  const { resumed } = await start({ vault }).engine.open(settings, 'where it stood');
  expect([...(resumed?.curves.scores.step ?? [])]).toEqual([2]);
});

test('a run that made room on a full disk is kept again', async () => {
  const vault = new MemoryVault();
  const source = await openSource(smallSettings);
  const own = {
    ...noProjects,
    import: async () => {
      vault.runs.clear();
      throw new Error('There is no room left.');
    },
    joinAnnotations: async () => undefined,
  };
  const small = start({
    vault,
    own,
    openSource: async () => ({ ...source, project: 'cells' }),
  });
  await small.engine.open({ ...smallSettings, dataset: 'own' });
  await small.losses(1);
  await small.until('kept', ({ step }) => step === 1);
  const since = small.events.length;
  await expect(small.engine.importFiles()).rejects.toThrow('There is no room left.');
  await small.until('kept', ({ step }) => step === 1, since);
  expect(vault.runs.size).toBe(1);
});

test('the run of a project that comes home as a zip stays, though the run it was taken from goes on', async () => {
  const vault = new MemoryVault();
  const source = await openSource(smallSettings);
  const settings = { ...smallSettings, dataset: 'own' } as const;
  let project = 'cells';
  const home = { report: undefined as never, settings, checkpoint: new Uint8Array() };
  const own = {
    ...noProjects,
    importProject: async () => {
      project = 'cells again';
      const report = { name: project, images: 4, annotated: 4, classes: [], skipped: [], notices: [] };
      return { ...home, report };
    },
  };
  const small = start({ vault, own, openSource: async () => ({ ...source, project }) });
  await small.engine.open(settings);
  await small.losses(1);
  await small.until('kept', ({ step }) => step === 1);
  home.checkpoint = await small.engine.exportCheckpoint();
  await small.engine.offerFiles([{ path: 'cells.zip', file: new Blob() }]);
  const report = await small.engine.importFiles();
  expect(report.notices).toEqual([]);
  await small.losses(1);
  await small.until('kept', ({ step }) => step === 2);
  const { resumed } = await small.engine.open(report.settings ?? settings, 'where it stood');
  expect(resumed?.step).toBe(1);
});

test('what does not fit is refused in a sentence, and the run begins anew', async () => {
  const vault = new MemoryVault();
  await vault.put(storedRun({ key: runKey(smallSettings, undefined), classes: 9 }));
  const small = start({ vault });
  expect((await small.engine.open(smallSettings, 'where it stood')).resumed).toBeUndefined();
  expect(small.of('notice')[0]?.notice).toMatchObject({
    level: 'warning',
    what: expect.stringMatching(
      /cannot be gone on with: It was trained on 9 classes, and there are 8 now\.$/,
    ),
    advice: 'It begins at step 0.',
  });
});

test('a class that gets another name keeps its run; one that means something else does not', async () => {
  const vault = new MemoryVault();
  const source = await openSource(smallSettings);
  let categories = source.dataset.categories;
  const dataset = {
    ...source.dataset,
    get categories() {
      return categories;
    },
  };
  const own = {
    ...noProjects,
    editClasses: async (_project: string, edit: ClassEdit) => {
      if (edit.kind !== 'rename') throw new Error('Only renamed here.');
      categories = categories.map((one, i) => (i === edit.category ? { ...one, name: edit.name } : one));
    },
  };
  const opened = async () => {
    const small = start({ vault, own, openSource: async () => ({ ...source, dataset, project: 'cells' }) });
    const { resumed } = await small.engine.open({ ...smallSettings, dataset: 'own' }, 'where it stood');
    return { small, resumed, told: small.of('notice').map(({ notice: { what } }) => what) };
  };
  const { small } = await opened();
  await small.losses(1);
  await small.until('kept', ({ step }) => step === 1);
  const since = small.events.length;
  await small.engine.editClasses('cells', { kind: 'rename', category: 0, name: 'cell' });
  await small.until('kept', () => true, since);
  await small.engine.close();
  const again = await opened();
  expect(again.resumed?.step).toBe(1);
  await again.small.engine.close();

  // Merged while the run was closed, and another class added: as many as before.
  categories = [...categories.slice(1), { id: 99, name: 'rod' }];
  const other = await opened();
  expect(other.resumed).toBeUndefined();
  expect(other.told[0]).toMatch(
    /cannot be gone on with: Class 1 of those it learnt is "cell", and here it is/,
  );
});

test('labels that were taken up in mid-run keep their place', async () => {
  const vault = new MemoryVault();
  const probe = start();
  const description = await probe.engine.open(smallSettings);
  const ids = (images: readonly { id: number }[]) => images.map(({ id }) => id);
  const [labelled, unlabelled] = [ids(description.labelled), ids(description.unlabelled)];
  const [chosen, ...rest] = unlabelled;
  const validation = ids(description.validation);
  const splits = { labelled: [chosen, ...labelled], unlabelled: rest, validation, test: [] };
  const own = { ...noProjects, splits: async () => splits };
  const small = start({ vault, own });
  await small.engine.open({ ...smallSettings, dataset: 'own' });
  await small.losses(1);
  await small.engine.takeUp('', [chosen]);
  await small.losses(1);
  await small.until('kept', ({ step }) => step === 2);
  // Taken up last, whatever order the project lists them in.
  expect([...vault.runs.values()][0]?.labelled).toEqual([...labelled, chosen]);
});

test('without storage training goes on, and says once that it is not kept', async () => {
  const vault = new MemoryVault();
  vault.put = async () => {
    throw new Error('the disk is on fire');
  };
  const small = start({ vault });
  await small.engine.open(smallSettings);
  await small.losses(2);
  const notice = await small.until('notice', ({ notice: { where } }) => where.includes('storage'));
  expect(notice.notice).toMatchObject({
    level: 'warning',
    what: 'This run cannot be kept on this computer: the disk is on fire.',
  });
  await small.engine.close();
  expect(small.of('notice').filter(({ notice: { where } }) => where.includes('storage'))).toHaveLength(1);
});

test('a run that another tab keeps is trained as a copy, and never takes its place', async () => {
  const vault = new MemoryVault();
  const first = start({ vault });
  await first.engine.open(smallSettings);
  await first.losses(2);
  await first.until('kept', ({ step }) => step === 2);
  const key = runKey(smallSettings, undefined);
  const before = vault.runs.get(key);
  vault.elsewhere.add(key);

  const copy = start({ vault });
  expect((await copy.engine.open(smallSettings, 'where it stood')).resumed).toMatchObject({
    step: 2,
    copy: true,
  });
  await copy.losses(1);
  await copy.engine.reset();
  await copy.losses(1);
  await copy.engine.pause();
  await copy.engine.open(smallSettings);
  await copy.losses(1);
  expect(copy.of('kept')).toEqual([]);
  expect(vault.runs.get(key)).toBe(before);
  // Told once for each time it is opened.
  const told = copy.of('notice').map(({ notice: { what } }) => what);
  expect(told.filter((what) => what.startsWith('Another tab has this very run open'))).toHaveLength(2);
  await expect(
    copy.engine.takeCheckpoint(new Blob([writeCheckpoint(before ?? storedRun())])),
  ).rejects.toThrow(/Another tab has the run of this checkpoint open/);

  // Of other settings it is a run of its own, and the first one stays.
  const other = start({ vault });
  await other.engine.open(smallSettings, 'where it stood');
  await other.engine.change({ clip: 2 });
  await other.losses(1);
  await other.until('kept', ({ step }) => step === 3);
  // Beside what the copy had reached when it was reset, and when another followed it.
  expect((await vault.keys()).map((kept) => asideIn(kept)?.step ?? kept)).toEqual([
    key,
    3,
    1,
    runKey({ ...smallSettings, clip: 2 }, undefined),
  ]);
});

test('a project is gone on with as it was trained last', async () => {
  const vault = new MemoryVault();
  const own: Settings = { ...smallSettings, dataset: 'own', labelled: '100%' };
  for (const [settings, project] of [
    [{ ...own, seed: 5 }, 'mine'],
    [{ ...own, seed: 6 }, 'mine'],
    [{ ...own, seed: 7 }, 'other'],
    [smallSettings, undefined],
  ] as const)
    await vault.put(storedRun({ key: runKey(settings, project) }));
  const { engine } = start({ vault, own: { ...noProjects, openProject: async () => {} } });
  expect(await engine.openProject('mine')).toEqual({ ...own, seed: 6 });
  expect(await engine.openProject('never trained')).toBeUndefined();
  // What an older Penumbra kept had fewer knobs.
  const older = JSON.stringify(JSON.parse(runKey(own, 'mine')).slice(0, -1));
  expect(settingsOf(older)).toBeUndefined();
});
