import { expect, test } from 'vitest';
import { emptyCurves, rowsUpTo } from '../engine/curves.ts';
import type { EngineEvent } from '../engine/protocol/events.ts';
import type { RunDescription } from '../engine/protocol/run.ts';
import { defaultSettings } from '../settings/settings.ts';
import { forgetRun, receive, receiveDescription } from './receive.ts';
import { createStores } from './stores.ts';

const step = (number: number): EngineEvent => ({
  type: 'step',
  step: number,
  losses: { total: 10 - number, objectness: 1, classes: 1, mask: 1, dice: 1, unlabelled: 0 },
  gradientNorm: 1,
  learningRate: 0.001,
  stepsPerSecond: 5,
  imagesPerSecond: 20,
  remainingSeconds: 60,
  deviceBytes: 1000,
});

const description = (validation: readonly number[]): RunDescription => ({
  settings: defaultSettings,
  device: { kind: 'wasm', description: 'WebAssembly, 2 threads', reason: 'There is no WebGPU.' },
  categories: [],
  networkClasses: 0,
  slots: { now: 16, wanted: 16 },
  labelled: [],
  unlabelled: [],
  validation: validation.map((id) => ({ id, name: `image ${id}`, width: 256, height: 256 })),
  parameters: 1,
});

test('a step shows in the figures and in the curves', () => {
  const stores = createStores();
  receive(stores, step(1));
  expect(stores.progress.getState()).toMatchObject({ step: 1, loss: 9, imagesPerSecond: 20 });
  expect([...stores.curves.getState().losses.column('total')]).toEqual([9]);
});

test('each download stands once, as it was last heard of, and outlasts a reset', () => {
  const stores = createStores();
  const coming = { state: 'coming', received: 10, total: 30, from: undefined } as const;
  const runtime = { name: 'ONNX Runtime', ...coming };
  const weights = { name: 'Base weights', ...coming };
  const here = { ...runtime, state: 'here', received: 30, from: 'cache' } as const;
  for (const download of [runtime, weights, here]) receive(stores, { type: 'download', download });
  forgetRun(stores);
  expect(Object.values(stores.run.getState().downloads)).toEqual([here, weights]);
});

test('a run that comes back goes on as the kept run whose evaluations are its own', () => {
  const stores = createStores();
  stores.settings.setState({ running: defaultSettings });
  const evaluated = (ap: number): string => {
    forgetRun(stores);
    receive(stores, step(5));
    receive(stores, { type: 'evaluation', step: 5, teacher: { ap, ap50: ap, ap75: undefined } });
    return stores.runs.getState().present;
  };
  const first = evaluated(12.3);
  const curves = rowsUpTo(stores.curves.getState(), 5);
  const second = evaluated(45.6);
  const resumed = { step: 5, saved: 1, copy: false, curves, moments: [] };
  receiveDescription(stores, { ...description([1]), resumed });
  expect(stores.runs.getState().present).toBe(first);
  receive(stores, { type: 'evaluation', step: 10, teacher: { ap: 20, ap50: 30, ap75: 10 } });
  expect(stores.runs.getState().runs.map(({ id, scores }) => [id, scores.ap])).toEqual([
    [first, [12.3, 20]],
    [second, [45.6]],
  ]);
});

test('a copy of a run that another tab keeps is remembered beside it, never in its place', () => {
  const stores = createStores();
  stores.settings.setState({ running: defaultSettings });
  const evaluated = (step: number): EngineEvent => ({
    type: 'evaluation',
    step,
    teacher: { ap: step, ap50: step, ap75: step },
  });
  receive(stores, evaluated(5));
  const theirs = stores.runs.getState().runs[0];
  const curves = rowsUpTo(stores.curves.getState(), 5);
  forgetRun(stores);
  receiveDescription(stores, {
    ...description([1]),
    resumed: { step: 5, saved: 1, copy: true, curves, moments: [] },
  });
  receive(stores, evaluated(10));
  const [copy, other] = stores.runs.getState().runs;
  expect(copy.scores.step).toEqual([5, 10]);
  expect(other).toBe(theirs);
});

test('a step of the run before, arriving while the run is reset, is not counted', () => {
  const stores = createStores();
  receive(stores, step(1));
  stores.run.setState({ command: 'reset' });
  forgetRun(stores);
  receive(stores, step(2));
  expect(stores.progress.getState().step).toBe(0);
  stores.run.setState({ command: undefined });
  receive(stores, step(1));
  expect(stores.progress.getState().step).toBe(1);
  expect(stores.curves.getState().losses.length).toBe(1);
});

test('what is kept of the run before, told while the run is reset, is not the step of the new one', () => {
  const stores = createStores();
  stores.run.setState({ command: 'reset' });
  forgetRun(stores);
  receive(stores, { type: 'kept', step: 2 });
  expect(stores.run.getState().kept).toBeUndefined();
  stores.run.setState({ command: undefined });
  receive(stores, { type: 'kept', step: 1 });
  expect(stores.run.getState().kept).toBe(1);
});

test('the selected image stays selected in the next run where it is there, else the first is', () => {
  const stores = createStores();
  receiveDescription(stores, description([5, 6, 7]));
  expect(stores.viewer.getState().selected).toBe(5);
  stores.viewer.setState({ selected: 7 });
  receiveDescription(stores, description([6, 7]));
  expect(stores.viewer.getState().selected).toBe(7);
  receiveDescription(stores, description([8, 9]));
  expect(stores.viewer.getState().selected).toBe(8);
});

test('new predictions and a new run both ask for new pictures', () => {
  const stores = createStores();
  receive(stores, { type: 'predictions', step: 1 });
  receiveDescription(stores, description([1]));
  expect(stores.run.getState().predictions).toBe(2);
});

test('a run that goes on where it stood brings its figures and curves, and is the run that was remembered', () => {
  const stores = createStores();
  const kept = { id: 'earlier', ended: 1, settings: defaultSettings, steps: 9, device: '' };
  const scores = { step: [9], ap: [12.5], ap50: [25], ap75: [Number.NaN] };
  stores.runs.setState({ runs: [{ ...kept, scores }] });
  const row = (...values: number[]) => Float64Array.from(values);
  const losses = {
    step: row(4, 9),
    total: row(7, 6.5),
    objectness: row(1, 1),
    classes: row(2, 2),
    mask: row(2, 2),
    dice: row(2, 1.5),
    unlabelled: row(0, 0),
  };
  const curves = {
    losses,
    scores: { step: row(9), ap: row(12.5), ap50: row(25), ap75: row(Number.NaN) },
  };
  receiveDescription(stores, {
    ...description([1]),
    resumed: { step: 9, saved: 1, copy: false, curves, moments: [{ step: 9, ap: 12.5 }] },
  });
  expect(stores.progress.getState()).toMatchObject({
    step: 9,
    loss: 6.5,
    teacher: { ap: 12.5, ap50: 25, ap75: undefined },
  });
  expect([...stores.curves.getState().losses.column('total')]).toEqual([7, 6.5]);
  expect([...stores.curves.getState().scores.column('ap50')]).toEqual([25]);
  expect(stores.runs.getState().present).toBe('earlier');
  expect(stores.run.getState().kept).toBe(9);
  expect(stores.time.getState().moments).toEqual([{ step: 9, ap: 12.5 }]);
  // It goes on behind what there was.
  receive(stores, step(10));
  expect([...stores.curves.getState().losses.column('step')]).toEqual([4, 9, 10]);
  receive(stores, { type: 'kept', step: 10 });
  expect(stores.run.getState().kept).toBe(10);
  forgetRun(stores);
  expect(stores.run.getState().kept).toBeUndefined();
});

test('runs of two projects with the same settings are two runs', () => {
  const stores = createStores();
  const evaluated: EngineEvent = { type: 'evaluation', step: 9, teacher: { ap: 1, ap50: 2, ap75: 3 } };
  const resumed = { step: 9, saved: 1, copy: false, curves: rowsUpTo(emptyCurves(), 9), moments: [] };
  const kept = () => stores.runs.getState().runs.map(({ project }) => project?.name);
  for (const project of ['a', 'b', 'a']) {
    forgetRun(stores);
    receiveDescription(stores, { ...description([1]), project, projectName: `set ${project}`, resumed });
    receive(stores, evaluated);
  }
  expect(kept()).toEqual(['set a', 'set b']);
});
