import { expect, test } from 'vitest';
import type { Dataset, Instance } from '../data/dataset.ts';
import { mostInstances, networkOptions } from './network-options.ts';
import { demoSource } from './sources.ts';

const slotsFor = (most: number): number => networkOptions(128, 2, most).slots;

test('the network sees as many instances as the fullest labelled image shows, and a quarter more', () => {
  expect([0, 1, 12].map(slotsFor)).toEqual([16, 16, 16]);
  expect([13, 25, 26, 50].map(slotsFor)).toEqual([32, 32, 48, 64]);
  expect([102, 103, 5000].map(slotsFor)).toEqual([128, 128, 128]);
});

test('crowds and unlabelled images do not count', async () => {
  const instance = (id: number, crowd = false): Instance => ({
    id,
    category: 0,
    mask: { width: 8, height: 8, counts: Uint32Array.of(0, 1, 63) },
    area: 1,
    box: [0, 0, 1, 1],
    crowd,
  });
  const shown = new Map([
    [1, [instance(1)]],
    [2, [instance(2), instance(3), instance(4, true)]],
    [3, Array.from({ length: 40 }, (_, i) => instance(10 + i))],
  ]);
  const dataset: Dataset = {
    name: 'three',
    categories: [],
    images: [],
    picture: () => Promise.reject(new Error('Nobody needs to see it.')),
    instances: async (id) => shown.get(id) ?? [],
  };
  const splits = { labelled: [1, 2], unlabelled: [3], validation: [], test: [] };
  expect(await mostInstances({ dataset, splits })).toBe(2);
});

test('the demo knows without drawing a scene', async () => {
  const source = await demoSource({ labelled: '5%', seed: 1, classConfusion: 0.5, boundarySoftness: 0.3 });
  expect(await mostInstances(source)).toBe(12);
});
