import { expect, test } from 'vitest';
import { rleFromCounts } from '../../masks/rle.ts';
import type { Instance } from '../dataset.ts';
import { packInstances, unpackInstances } from './pack-instances.ts';

const instances: readonly Instance[] = [
  { id: 4, category: 1, mask: rleFromCounts([3, 2, 7], 4, 3), area: 2.5, box: [1, 0, 1, 2], crowd: false },
  { id: 900, category: 0, mask: rleFromCounts([0, 12], 4, 3), area: 12, box: [0, 0, 4, 3], crowd: true },
  {
    id: 5,
    category: 2,
    mask: rleFromCounts([1, 1, 1, 1, 8], 4, 3),
    area: 2,
    box: [0, 1, 2, 2],
    crowd: false,
  },
];

test('objects come back as they were', () => {
  expect(unpackInstances(packInstances(instances))).toEqual(instances);
  expect(unpackInstances(structuredClone(packInstances(instances)))).toEqual(instances);
  expect(unpackInstances(packInstances([]))).toEqual([]);
});
