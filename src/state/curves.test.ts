import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Columns } from '../engine/columns.ts';
import type { EngineEvent } from '../engine/protocol/events.ts';
import { addToCurves, clearCurves, createCurveStore } from './curves.ts';

const taken = (step: number, total: number): EngineEvent => ({
  type: 'step',
  step,
  losses: { total, objectness: 0.1, classes: 0.2, mask: 0.3, dice: 0.4, unlabelled: 0.5 },
  gradientNorm: 1,
  learningRate: 0.001,
  stepsPerSecond: 1,
  imagesPerSecond: 4,
  remainingSeconds: 1,
  deviceBytes: 1,
});
const evaluated = (step: number, teacher: { ap?: number; ap50?: number; ap75?: number }): EngineEvent => ({
  type: 'evaluation',
  step,
  teacher: { ap: undefined, ap50: undefined, ap75: undefined, ...teacher },
});

test('columns give back every row, however often they had to grow', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 200 }), (values) => {
      const columns = new Columns(['value', 'index'] as const, 2);
      for (const [index, value] of values.entries()) columns.append({ value, index });
      expect(columns.length).toBe(values.length);
      expect([...columns.column('value')]).toEqual(values);
      expect([...columns.column('index')]).toEqual([...values.keys()]);
    }),
  );
});

test('steps that are trained again replace those from before', () => {
  const store = createCurveStore();
  for (const step of [1, 2, 3, 4, 5]) addToCurves(store, taken(step, step));
  // The device was lost and the checkpoint of step 2 taken up again.
  addToCurves(store, taken(3, 33));
  const { losses: columns } = store.getState();
  expect([...columns.column('step')]).toEqual([1, 2, 3]);
  expect([...columns.column('total')]).toEqual([1, 2, 33]);
});

test('scores that do not exist are NaN, not zero', () => {
  const store = createCurveStore();
  addToCurves(store, evaluated(100, { ap50: 40 }));
  const { scores } = store.getState();
  expect(scores.column('ap')[0]).toBeNaN();
  expect(scores.column('ap50')[0]).toBe(40);
});

test('every row and every clearing is a new version, for those who follow', () => {
  const store = createCurveStore();
  const versions: number[] = [];
  store.subscribe(({ version }) => versions.push(version));
  addToCurves(store, taken(1, 1));
  addToCurves(store, evaluated(1, { ap: 1, ap50: 1, ap75: 1 }));
  addToCurves(store, { type: 'predictions', step: 1 });
  clearCurves(store);
  expect(versions).toEqual([1, 2, 3]);
  expect(store.getState().losses.length).toBe(0);
});

test('thresholds are kept class by class where classes differ, and as mean, lowest and highest always', () => {
  const store = createCurveStore();
  const worth = { precision: 0.5, classPrecision: 0.5, maskPrecision: 0.5, recall: 0.5 };
  const told = (step: number, ...cls: number[]) =>
    addToCurves(store, {
      type: 'labelling',
      step,
      worth,
      thresholds: { class: Float32Array.from(cls), mask: Float32Array.of(0.5, 0.5) },
    });
  told(10, 0.75, 0.75);
  told(20, 0.25, 0.75);
  told(30, 0.5, 0.75);
  // Told again, it takes the place of what was told.
  told(30, 0.125, 0.75);
  const { thresholds, classThresholds } = store.getState();
  expect([...thresholds.column('class')]).toEqual([0.75, 0.5, 0.4375]);
  expect([...thresholds.column('classLowest')]).toEqual([0.75, 0.25, 0.125]);
  expect(
    (['step', 'category', 'class', 'mask'] as const).map((name) => [...classThresholds.column(name)]),
  ).toEqual([
    [20, 20, 30, 30],
    [0, 1, 0, 1],
    [0.25, 0.75, 0.125, 0.75],
    [0.5, 0.5, 0.5, 0.5],
  ]);
});
