import { expect, test, vi } from 'vitest';
import { DeviceLostError } from '../compute/errors.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { parseCocoText } from '../data/coco.ts';
import { readTensors } from '../training/safetensors.ts';
import { everything, noProjects, openSource, smallEngines, smallSettings } from './testing/small-engine.ts';

// Real training, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const start = smallEngines();

test('a run goes from preparing to finished, then begins anew, and repeats itself to the bit', async () => {
  const small = start();
  const { engine } = small;
  const description = await engine.open(smallSettings);
  expect(description).toMatchObject({ device: { kind: 'wasm', reason: 'Tests run on it.' } });
  expect(description.labelled).toHaveLength(4);
  expect(description.unlabelled).toHaveLength(4);
  expect(description.validation).toHaveLength(5);
  const idle = small.device.memory;

  const first = await small.losses(2);
  expect(small.states).toEqual(['preparing', 'paused', 'running', 'paused', 'running', 'paused']);
  await engine.play();
  await small.until('state', ({ state }) => state === 'finished');
  expect(small.of('step').at(-1)).toMatchObject({ step: smallSettings.steps, remainingSeconds: 0 });
  const { images, step } = await small.until('evaluation');
  expect({ images, step }).toEqual({ images: 5, step: smallSettings.steps });
  await expect(engine.play()).rejects.toThrow(/has taken all of its 6 steps/);

  // The evaluation is a moment to look back at, of which the teacher's masks are kept.
  expect((await small.until('student evaluation')).step).toBe(step);
  const momentsNow = () =>
    small
      .of('moments')
      .at(-1)
      ?.moments.map((moment) => moment.step);
  expect(momentsNow()).toEqual([step]);
  const past = await engine.view(description.validation[0]?.id ?? 0, 64, everything, { at: step });
  expect([past.step, past.offered]).toEqual([step, ['truth', 'teacher', 'uncertainty']]);
  const elsewhere = await engine.view(description.labelled[0]?.id ?? 0, 64, everything, { at: step });
  expect(elsewhere.offered).toContain('student');
  expect((await engine.candidates(step)).step).toBe(step);

  await engine.reset();
  expect(small.states.at(-1)).toBe('paused');
  expect(small.of('predictions').at(-1)?.step).toBe(0);
  expect(momentsNow()).toEqual([]);
  expect(small.device.memory).toEqual(idle);
  expect(await small.losses(2)).toEqual(first);

  // Another run with the same settings, on another device.
  await engine.open(smallSettings);
  expect(small.devices).toHaveLength(2);
  expect(small.devices[0]?.memory).toEqual({ tensors: 0, bytes: 0 });
  expect(small.device.memory).toEqual(idle);
  expect(await small.losses(2)).toEqual(first);
  // Four images do not show all eight classes.
  const said = small.of('cautions').map(({ cautions }) => cautions.map(({ what }) => what));
  expect(said).toEqual([
    [expect.stringMatching(/^No labelled image shows .* cannot learn them\.$/)],
    said[0],
  ]);
});

test('labels of one’s own are taken up in the middle of a run', async () => {
  const image = async () => {
    const { engine } = start();
    const { unlabelled, labelled, validation } = await engine.open(smallSettings);
    const ids = (images: readonly { id: number }[]) => images.map(({ id }) => id);
    return { unlabelled: ids(unlabelled), labelled: ids(labelled), validation: ids(validation) };
  };
  const { unlabelled, labelled, validation } = await image();
  const [chosen, ...rest] = unlabelled;
  const splits = { labelled: [...labelled, chosen], unlabelled: rest, validation, test: [] };
  const small = start({
    own: { ...noProjects, splits: async () => splits, editClasses: async () => {} },
  });
  const { engine } = small;
  await engine.open({ ...smallSettings, dataset: 'own', rule: 'off' });
  const before = await engine.proposals(chosen);
  expect(before.every(({ mask }) => mask.width === 128 && mask.height === 128)).toBe(true);
  await engine.step();
  const described = await engine.takeUp('', [chosen]);
  expect(described?.labelled.map(({ id }) => id)).toEqual(splits.labelled);
  expect(described?.unlabelled.map(({ id }) => id)).toEqual(rest);
  const [later] = await small.losses(1);
  expect(later.total).toBeGreaterThan(0);
  expect((await engine.editClasses('', { kind: 'add', name: 'a' }))?.networkClasses).toBe(8);

  // Images that come to the open project are taken up as well, labelled or not.
  const added = { ...splits, labelled: [...splits.labelled, rest[0]], unlabelled: rest.slice(1) };
  const report = { name: 'own', images: 13, annotated: 1, classes: [], skipped: [], notices: [], added: 2 };
  const joining = start({
    own: { ...noProjects, splits: async () => added, add: async () => ({ report, images: [rest[0]] }) },
  });
  await joining.engine.open({ ...smallSettings, dataset: 'own', rule: 'off' });
  await joining.engine.step();
  const { joined } = await joining.engine.importFiles('open project');
  expect(joined?.labelled.map(({ id }) => id)).toEqual(added.labelled);
  await joining.engine.step();
  expect(joining.of('step').at(-1)?.step).toBe(2);

  // By the run that has the place of the one that stood when they came, where there is another since.
  let replaced: Promise<unknown> = Promise.resolve();
  const replacing = start({
    own: {
      ...noProjects,
      splits: async () => added,
      add: async () => {
        replaced = replacing.engine.open({ ...smallSettings, dataset: 'own', rule: 'off', seed: 2 });
        return { report, images: [rest[0]] };
      },
    },
  });
  await replacing.engine.open({ ...smallSettings, dataset: 'own', rule: 'off' });
  const after = await replacing.engine.importFiles('open project');
  await replaced;
  expect(after.joined?.settings.seed).toBe(2);
  expect(after.joined?.labelled.map(({ id }) => id)).toEqual(added.labelled);

  // Nothing labelled: nothing to play, and a sentence.
  const bare = start({
    own: { ...noProjects, splits: async () => ({ ...splits, labelled: [], unlabelled: [] }) },
  });
  await bare.engine.open({ ...smallSettings, dataset: 'own' });
  await bare.engine.takeUp('', [chosen]);
  await expect(bare.engine.play()).rejects.toThrow(/No image is labelled yet/);
});

test('an edit of the classes that is done is not refused, though it was not written or the run has ended', async () => {
  const { dataset } = await openSource(smallSettings);
  let { categories } = dataset;
  let fault: Error | undefined;
  const small = start({
    openSource: async (settings) => {
      const source = await openSource(settings);
      const now = { get: () => categories };
      return { ...source, dataset: Object.defineProperty({ ...source.dataset }, 'categories', now) };
    },
    own: {
      ...noProjects,
      editClasses: async (_project, edit) => {
        if (edit.kind === 'add')
          categories = [...categories, { id: 90 + categories.length, name: edit.name }];
        if (fault) throw fault;
      },
    },
  });
  const { engine } = small;
  const { length } = categories;
  const { labelled } = await engine.open({ ...smallSettings, dataset: 'own', rule: 'off' });
  fault = new Error('There is no room left.');
  const described = await engine.editClasses('', { kind: 'add', name: 'a' });
  expect(described?.categories).toHaveLength(length + 1);
  await expect(engine.editClasses('', { kind: 'remove', category: 0 })).rejects.toThrow('no room left');
  fault = undefined;
  // Its turn comes when the run has ended.
  const looking = engine.proposals(labelled[0].id);
  const editing = engine.editClasses('', { kind: 'add', name: 'b' });
  await Promise.all([engine.close(), looking]);
  expect(await editing).toBeUndefined();
});

test('a lost device is replaced, in the middle of a step and at rest, and the curve goes on', async () => {
  const small = start();
  const { engine } = small;
  await engine.open({ ...smallSettings, steps: 1000 });
  const [first, second, third] = await small.losses(3);

  // Changing a knob keeps the weights of step 3.
  await engine.change({ warmup: 2 });
  await engine.loseDevice();
  await small.until('device');
  expect(small.of('notice').at(-1)?.notice).toMatchObject({
    level: 'warning',
    what: expect.stringMatching(
      /The device was lost: it was destroyed\. Training goes on from step 3 on WebAssembly/,
    ),
    where: 'step 3',
  });
  const since = small.events.length;
  await engine.play();
  await small.until('step', ({ step }) => step >= 5, since);
  await engine.loseDevice();
  await small.until('device', () => true, since);
  const recovered = small.events.findIndex(({ type }, i) => i > since && type === 'device');
  const { step: resumed } = await small.until('predictions', () => true, recovered);
  // The checkpoint of step 3, or a later one where steps are slow.
  expect(resumed).toBeGreaterThanOrEqual(3);
  await small.until('step', ({ step }) => step > resumed, recovered);
  await engine.pause();
  expect(small.devices).toHaveLength(3);
  expect(small.states.at(-1)).toBe('paused');

  // From step 0 the losses are what they were: recovery lost nothing of the seed.
  await engine.reset();
  expect(await small.losses(3)).toEqual([first, second, third]);
});

test('WebGPU that is gone for good leaves WebAssembly, and its reason', async () => {
  let asked = 0;
  const small = start({
    chooseDevice: async (preference) => {
      asked++;
      if (preference !== 'wasm' && asked > 1) throw new DeviceLostError('the driver does not come back');
      return { device: await createWasmDevice(2), reason: 'It is there.', warning: false };
    },
  });
  await small.engine.open({ ...smallSettings, device: 'auto' });
  await small.engine.loseDevice();
  const { device } = await small.until('device');
  expect(device.reason).toMatch(/the driver does not come back.*So training goes on on WebAssembly/);
  await small.engine.step();
  expect(small.of('step').at(-1)?.step).toBe(1);
});

test('a learning rate that diverges stops with words, and a lower one goes on', async () => {
  const small = start();
  const { engine } = small;
  await engine.open({ ...smallSettings, steps: 1000 });
  const [first] = await small.losses(1);
  await engine.change({ learningRate: 1e30, clip: 1000, warmup: 0 });
  await engine.play();
  await small.until('state', ({ state }) => state === 'failed');
  const { notice } = small.of('notice').at(-1) ?? {};
  expect(notice).toMatchObject({
    level: 'error',
    what: expect.stringMatching(/^Training diverged at step \d+: .*\.$/),
    where: expect.stringMatching(/^step \d+$/),
    advice: expect.stringMatching(/back at step 1.*Lower the learning rate and press Play/),
  });
  await engine.change({ learningRate: 0.001, clip: 5 });
  expect(small.states.at(-1)).toBe('paused');
  const since = small.events.length;
  await engine.step();
  const { step, losses } = await small.until('step', () => true, since);
  expect(step).toBe(2);
  expect(losses.total).toBeLessThan(2 * (first?.total ?? 0));
});

test('pictures show truth and predictions, and tell what is where', async () => {
  const small = start();
  const { engine } = small;
  const { validation, labelled } = await engine.open({ ...smallSettings, steps: 1000 });
  const image = validation[0]?.id ?? 0;
  const bare = await engine.view(image, 96, { truth: 0, teacher: 0, uncertainty: 0 });
  expect([bare.bitmap.width, bare.bitmap.height, bare.instances.length]).toEqual([96, 96, 0]);
  expect(new Set(bare.topmost)).toEqual(new Set([0]));
  const plain = small.pixels.slice();

  const view = await engine.view(image, 96, everything);
  const truth = view.instances.filter(({ source }) => source === 'truth');
  expect(truth.length).toBeGreaterThan(1);
  expect(small.pixels).not.toEqual(plain);
  // Laid over the plain picture, the layers alone make the same one, but for rounding.
  const mixed = small.pixels.slice();
  await engine.view(image, 96, everything, { layersAlone: true });
  const layers = small.pixels;
  const alphas = layers.filter((_, i) => i % 4 === 3);
  expect(Math.min(...alphas)).toBe(0);
  expect(Math.max(...alphas)).toBeGreaterThan(128);
  const apart = plain.map((value, i) => {
    const alpha = layers[i - (i % 4) + 3];
    return i % 4 === 3 ? 0 : Math.abs(value + ((layers[i] - value) * alpha) / 255 - mixed[i]);
  });
  expect(Math.max(...apart)).toBeLessThanOrEqual(3);
  for (const [index, { box, area }] of view.instances.entries()) {
    // Where the map names an instance, it lies within its box; 96 / 128 display pixels per image pixel.
    const [x, y, width, height] = box.map((part) => (part * 96) / 128);
    let shown = 0;
    for (const [at, top] of view.topmost.entries()) {
      if (top !== index + 1) continue;
      shown++;
      expect(at % 96).toBeGreaterThanOrEqual(Math.floor(x) - 1);
      expect(at % 96).toBeLessThanOrEqual(Math.ceil(x + width) + 1);
      expect(Math.floor(at / 96)).toBeGreaterThanOrEqual(Math.floor(y) - 1);
      expect(Math.floor(at / 96)).toBeLessThanOrEqual(Math.ceil(y + height) + 1);
    }
    expect(shown).toBeLessThanOrEqual(area * (96 / 128) ** 2 * 1.3 + 8);
  }
  const small2 = await engine.thumbnail(labelled[0]?.id ?? 0, 40, {
    truth: 1,
  });
  expect(new Set(small2.topmost).size).toBe(small2.instances.length + 1);
  await expect(engine.view(77, 96, everything)).rejects.toThrow(/no image 77/);
  // The demo's are made, and come from no file.
  expect(await engine.imageFile(image)).toBeUndefined();

  // Between steps too, with the weights of the moment.
  await engine.play();
  const { step: announced } = await small.until('predictions', ({ step }) => step > 0);
  const during = await engine.view(image, 96, everything);
  const { step } = during;
  expect(step).toBeGreaterThanOrEqual(announced);
  await small.until('step', (event) => event.step > step);
  await engine.pause();
  // At rest the announced predictions are those of the last step.
  const { step: last } = small.of('predictions').at(-1) ?? {};
  expect((await engine.view(image, 96, everything)).step).toBe(last);
  expect(last).toBe(small.of('step').at(-1)?.step);
});

test('what cannot be done is refused in a sentence, and nothing is left behind', async () => {
  const small = start();
  const { engine } = small;
  await expect(engine.play()).rejects.toThrow(/No run stands yet, so there is nothing to train/);
  await expect(engine.view(1, 64, everything)).rejects.toThrow(/No run stands yet/);
  await expect(engine.imageFile(1)).rejects.toThrow(/No run stands yet/);
  await expect(engine.open({ ...smallSettings, labelled: '9' })).rejects.toThrow(
    /9 images cannot be labelled/,
  );
  expect(small.states).toEqual(['preparing', 'failed']);

  const superseded = engine.open(smallSettings);
  const description = engine.open({ ...smallSettings, seed: 2 });
  await expect(superseded).rejects.toThrow(/ended before this was done/);
  expect((await description).settings.seed).toBe(2);
  await expect(engine.change({ side: 160 })).rejects.toThrow(/side cannot change in the middle of a run/);
  const [, ...given] = [...small.devices].reverse();
  for (const device of given) expect(device.memory.bytes).toBe(0);
});

test('a failure that nobody foresaw becomes a notice', async () => {
  const small = start();
  await small.engine.open(smallSettings);
  const { device } = small;
  const run = device.run.bind(device);
  Object.assign(device, {
    run: () => {
      throw new TypeError('broken on purpose');
    },
  });
  await small.engine.step();
  expect(small.states.at(-1)).toBe('failed');
  expect(small.of('notice').at(-1)?.notice).toMatchObject({
    level: 'error',
    what: 'broken on purpose.',
    where: 'step 1',
  });
  Object.assign(device, { run });
  await small.engine.step();
  expect(small.states.at(-1)).toBe('paused');
  expect(small.of('step').at(-1)?.step).toBe(1);
});

test('after burn-in, candidates on unlabelled images have a fate, which the thresholds decide', async () => {
  const small = start();
  const { engine } = small;
  const { unlabelled, labelled } = await engine.open({
    ...smallSettings,
    learningRate: 0.0003,
    burnIn: 1,
    rule: 'dual',
    classThreshold: 0.1,
    maskThreshold: 0.1,
    objectnessThreshold: 0.05,
    unlabelledBatch: 2,
    opinionSchedule: 'cosine',
    opinionWeight: 0.5,
    steps: 100,
  });
  const look = (id: number) => engine.view(id, 64, { kept: 1, corrected: 1, refused: 1, weights: 1 });
  await engine.step();
  expect(small.of('step').at(-1)?.pseudoLabels).toBeUndefined();
  for (let i = 0; i < 3; i++) await engine.step();
  const { pseudoLabels, losses, imagesPerSecond, stepsPerSecond } = small.of('step').at(-1) ?? {};
  expect(pseudoLabels?.kept).toBeGreaterThan(0);
  expect(losses?.unlabelled).toBeGreaterThan(0);
  // Two labelled and two unlabelled images a step.
  expect(imagesPerSecond).toBeCloseTo(4 * (stepsPerSecond ?? Number.NaN), 9);

  await engine.change({ classThreshold: 1 });
  await engine.step();
  const strict = small.of('step').at(-1)?.pseudoLabels;
  expect(strict?.kept).toBe(0);
  expect(strict?.refusedForClass).toBeGreaterThan(0);
  expect(small.of('step').at(-1)?.losses.unlabelled).toBe(0);

  const { images, step, table, thresholds } = await engine.candidates();
  // Four steps of two images each; the pool has four.
  expect([images, step]).toEqual([4, small.of('step').at(-1)?.step]);
  expect(table.count).toBeGreaterThan(0);
  // The demo knows the truth of what it does not label.
  expect(table.objects).toBeGreaterThan(0);
  expect(table.iou.every((iou) => iou >= 0 && iou <= 1)).toBe(true);
  expect(thresholds?.class.every((threshold) => threshold === 1)).toBe(true);
  const { secondOpinion } = await engine.candidates();
  expect(secondOpinion?.since).toBe(1);
  expect([secondOpinion?.schedule[0], secondOpinion?.schedule.at(-1)]).toEqual([0.5, 0]);
  expect(secondOpinion?.similarities).toHaveLength(64);
  const candidateMask = (seen: number) =>
    engine.candidateMask(table.image[0] ?? 0, table.place[0] ?? 0, seen);
  const mask = await candidateMask(table.step[0] ?? 0);
  expect(mask).toMatchObject({ width: 128, height: 128 });
  expect(await candidateMask(1)).toBeUndefined();

  for (const { id } of unlabelled) {
    for (const { fate } of (await look(id)).instances) {
      expect(fate).toMatchObject({ kept: false, reason: expect.stringMatching(/^Refused: .* is below/) });
    }
  }
  const taught = await engine.view(labelled[0]?.id ?? 0, 64, everything);
  for (const { fate } of taught.instances) expect(fate).toBeUndefined();
  expect(taught.offered).not.toContain('refused');

  // Both views of an unlabelled image at its latest step, with the same candidates in both.
  const views = await engine.view(unlabelled[0]?.id ?? 0, 256, everything, { aspect: 'views' });
  expect(views.aspect).toBe('views');
  expect([views.bitmap.width, views.bitmap.height]).toEqual([2 * 256 + 8, 256]);
  const halves = [0, 256 + 8].map((left) => {
    const rows = Array.from({ length: 256 }, (_, y) => y * views.bitmap.width + left);
    return new Set(rows.flatMap((at) => [...views.topmost.subarray(at, at + 256)]));
  });
  expect(halves[1]).toEqual(halves[0]);
  expect(halves[0]?.size).toBeGreaterThan(1);
  const none = await engine.view(labelled[0]?.id ?? 0, 64, everything, { aspect: 'views' });
  expect(none.aspect).toBe('image');
  const student = await engine.view(unlabelled[0]?.id ?? 0, 64, everything, { aspect: 'student' });
  expect([student.aspect, student.offered]).toEqual(['student', ['truth', 'student']]);
});

test('where nobody knows the truth of unlabelled images, thresholds are measured on validation images', async () => {
  const small = start({
    async openSource(settings) {
      const { dataset, splits } = await openSource(settings);
      const unlabelled = new Set(splits.unlabelled);
      const instances: typeof dataset.instances = async (id) =>
        unlabelled.has(id) ? [] : dataset.instances(id);
      return { dataset: { ...dataset, instances }, splits };
    },
  });
  await small.engine.open({ ...smallSettings, burnIn: 1, rule: 'dual', objectnessThreshold: 0.05, steps: 4 });
  await small.finish();
  await small.until('evaluation');
  const { table, validation } = await small.engine.candidates();
  expect(table.objects).toBe(0);
  expect(table.iou.every(Number.isNaN)).toBe(true);
  expect(validation?.objects).toBeGreaterThan(0);
  expect(validation?.iou.every((iou) => iou >= 0 && iou <= 1)).toBe(true);
});

test('without validation images a run has its moments all the same, without figures', async () => {
  const small = start({
    async openSource(settings) {
      const { splits, ...source } = await openSource(settings);
      return { ...source, splits: { ...splits, validation: [] } };
    },
  });
  await small.engine.open({ ...smallSettings, burnIn: 1, rule: 'dual', objectnessThreshold: 0.05, steps: 4 });
  await small.finish();
  const { step, teacher } = await small.until('evaluation', ({ step: at }) => at === 4);
  expect([step, teacher.ap]).toEqual([4, undefined]);
  expect(small.of('moments').at(-1)?.moments.at(-1)).toEqual({ step: 4, ap: undefined });
  expect((await small.engine.candidates(4)).table.count).toBeGreaterThan(0);
});

test('masks and weights can be taken home', async () => {
  const small = start();
  const { engine } = small;
  const { validation, categories } = await engine.open({
    ...smallSettings,
    learningRate: 0.0003,
    steps: 100,
  });
  for (let i = 0; i < 3; i++) await engine.step();
  const ids = validation.map(({ id }) => id);
  const taken = await engine.exportPredictions(ids, 'coco');
  const file = parseCocoText(new TextDecoder().decode(taken.content));
  expect(file.images.map(({ id }) => id)).toEqual(ids);
  expect(file.categories.map(({ name }) => name)).toEqual(categories.map(({ name }) => name));
  expect(JSON.parse(new TextDecoder().decode(taken.content))).toMatchObject({
    info: { description: expect.stringMatching(/made with Penumbra after 3 steps from seed 1$/) },
  });
  const { tensors, metadata } = readTensors(await engine.exportWeights());
  // Base weights lack the last class layer; these are whole.
  expect([...tensors.keys()].some((name) => name.startsWith('class.logits.'))).toBe(true);
  expect(metadata).toMatchObject({ steps: '3', seed: '1', side: '128' });
  await expect(engine.exportPredictions([12345], 'coco')).rejects.toThrow(/no image 12345/);
});

test('without base weights a run starts from nothing, and says so', async () => {
  const small = start();
  await small.engine.open({ ...smallSettings, start: 'base' });
  expect(small.of('notice')[0]?.notice).toMatchObject({
    level: 'warning',
    what: expect.stringMatching(/starts from random weights: There are no base weights/),
  });
  await small.engine.step();
  expect(small.of('step')).toHaveLength(1);
});
