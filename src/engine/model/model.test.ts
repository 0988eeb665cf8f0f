import { readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { openFile } from '../../compute/run-file.ts';
import { createWasmDevice } from '../../compute/wasm.ts';
import { demoDataset } from '../../data/demo/index.ts';
import { STANDALONE_OUTPUTS } from '../../network/standalone.ts';
import { readModel } from '../../onnx/read.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { startFrom } from '../../training/base-weights.ts';
import { networkOptions } from '../../training/network-options.ts';
import { poolImage } from '../../training/pool.ts';
import { predict } from '../../training/predict.ts';
import { readTensors } from '../../training/safetensors.ts';
import { Segmenter } from '../../training/segmenter.ts';
import { freshState, Weights } from '../../training/weights.ts';
import { SmallEngine, smallSettings } from '../testing/small-engine.ts';
import { checkModel, modelInput } from './check-model.ts';
import { modelFile } from './model-file.ts';

// Whole networks, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const baseWeights = () => readFile('public/base-weights.safetensors');
const classes = ['bolt', 'screw </script>', 'nut'];

let cleanUp: () => Promise<unknown> = async () => {};
afterEach(() => cleanUp());

/** Base weights with a class layer that nobody trained, and what they see in demo scenes. */
async function seenBy(side: number, most = 12) {
  const device = await createWasmDevice(2);
  cleanUp = () => device.destroy();
  const segmenter = new Segmenter(device, networkOptions(side, classes.length, most));
  const flat = startFrom(readTensors(await baseWeights()), segmenter.layout, 3);
  const weights = new Weights(device, segmenter.layout, freshState(flat));
  const { dataset } = demoDataset({ training: 3, validation: 0, test: 0, size: 128 });
  const seen = [];
  for (const { id } of dataset.images.slice(0, 3)) {
    const image = await poolImage(dataset, id, side, { truth: false });
    const [candidates = []] = await predict(segmenter, weights.teacherViews, [image]);
    seen.push({ image, candidates });
  }
  return { segmenter, flat, seen };
}

const description = { classes, settings: { ...defaultSettings, seed: 9 }, step: 70 };

test.each([
  [128, 12],
  [160, 100],
])('the model gives what the page sees, at a side of %i with up to %i objects', async (side, most) => {
  const { segmenter, flat, seen } = await seenBy(side, most);
  const { options, layout, geometry } = segmenter;
  const bytes = modelFile(options, layout, flat, description);
  const check = await checkModel(bytes, side, seen);
  expect(check).toMatchObject({ images: 3, agrees: true });
  expect(check.objects).toBeGreaterThan(5);
  expect(check.leastIou).toBeGreaterThan(0.999);
  expect(check.mostDifference).toBeLessThan(1e-5);

  const file = await openFile(bytes);
  const [{ image, candidates }] = seen;
  const found = await file.run({ image: modelInput(image, side) });
  await file.release();
  const rows = options.slots;
  expect(Object.keys(found).sort()).toEqual([...STANDALONE_OUTPUTS].sort());
  expect(found.masks.shape).toEqual([rows, side, side]);
  expect(found.boxes.shape).toEqual([rows, 4]);
  const scores = Array.from(found.scores.data, Number);
  const { data: masks } = found.masks;
  if (!(masks instanceof Uint8Array)) throw new TypeError('Masks are bytes.');
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  // As many as the page has, in its order, duplicates removed.
  expect(scores.filter((score) => score > 0)).toHaveLength(candidates.length);
  candidates.forEach(({ category, score, objectness, classQuality, maskQuality, probabilities }, row) => {
    expect(scores[row]).toBeCloseTo(score, 5);
    expect(Number(found.labels.data[row])).toBe(category);
    expect(found.objectness.data[row]).toBeCloseTo(objectness, 4);
    expect(found.class_quality.data[row]).toBeCloseTo(classQuality, 4);
    expect(found.mask_quality.data[row]).toBeCloseTo(maskQuality, 4);
    probabilities.forEach((probability, k) => {
      expect(found.probabilities.data[row * classes.length + k]).toBeCloseTo(probability, 4);
    });
    // The box is the mask's own.
    const mask = masks.slice(row * side * side, (row + 1) * side * side);
    const columns = Array.from(mask, (inside, i) => (inside ? i % side : -1)).filter((x) => x >= 0);
    const [left, top, right, bottom] = Array.from(found.boxes.data, Number).slice(4 * row, 4 * row + 4);
    expect([left, right]).toEqual([Math.min(...columns), Math.max(...columns) + 1]);
    expect([top, bottom]).toEqual([
      Math.floor(mask.indexOf(1) / side),
      Math.floor(mask.lastIndexOf(1) / side) + 1,
    ]);
  });
  expect(geometry.maskSide).toBe(found.mask_logits.shape[1]);
});

test('brings along what one has to know of it, and operators of one standard version alone', async () => {
  const options = networkOptions(128, classes.length, 12);
  const { layout } = new Segmenter(await createWasmDevice(2), options);
  const bytes = modelFile(
    options,
    layout,
    startFrom(readTensors(await baseWeights()), layout, 3),
    description,
  );
  const { graph, metadata, opsets, irVersion } = readModel(bytes);
  expect(opsets).toEqual({ '': 18 });
  expect(irVersion).toBe(8);
  expect(graph.nodes.every(({ domain }) => domain === '')).toBe(true);
  expect(graph.inputs).toEqual([{ name: 'image', dtype: 'uint8', shape: [1, 128, 128, 3] }]);
  expect(JSON.parse(metadata.names)).toEqual(classes);
  expect(JSON.parse(metadata.settings)).toEqual({ seed: '9' });
  expect(metadata).toMatchObject({ side: '128', steps: '70' });
});

test('a model that does something else is found out', async () => {
  const { segmenter, flat, seen } = await seenBy(128);
  const { options, layout } = segmenter;
  const other = flat.map((value, i) => (i % 2 === 0 ? value : 1.2 * value));
  const check = await checkModel(modelFile(options, layout, other, description), 128, seen);
  expect(check.agrees).toBe(false);
});

test('the teacher of a run leaves as a model that was checked', async () => {
  const small = new SmallEngine({ baseWeights });
  cleanUp = () => small.engine.close();
  const { categories } = await small.engine.open({ ...smallSettings, start: 'base', steps: 50 });
  for (let i = 0; i < 2; i++) await small.engine.step();
  const { check, step, classes: names, file, rows } = await small.engine.exportModel();
  expect(check).toMatchObject({ images: 3, agrees: true });
  expect([step, rows]).toEqual([2, 16]);
  expect(names).toEqual(categories.map(({ name }) => name));
  expect(readModel(file).metadata.steps).toBe('2');
});
