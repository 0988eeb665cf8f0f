import { expect, test } from 'vitest';
import type { EngineEvent, RunDescription } from '../engine/protocol.ts';
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
