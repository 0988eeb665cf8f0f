import { beforeAll, expect, test } from 'vitest';
import { fitRidge } from '../method/ridge.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { identity, warpCoverage } from './augmentation.ts';
import { labelledLooks, planesOf, withLooks } from './looks.ts';
import type { PooledImage } from './pool.ts';
import { DEMO_CLASSES, demoImages } from './testing/demo-images.ts';

const SIDE = 128;
const GRID = SIDE / MASK_STRIDE;

let images: readonly PooledImage[];
beforeAll(async () => {
  images = await demoImages(24, SIDE);
}, 60_000);

/** The true mask as the network would draw it, one bit a mask pixel. */
function bitsOf({ coverage }: PooledImage['instances'][number]): Uint32Array {
  const bits = new Uint32Array((GRID * GRID) / 32);
  const { x, y, width, data } = warpCoverage(coverage, identity, SIDE);
  data.forEach((share, i) => {
    const p = (y + Math.floor(i / width)) * GRID + x + (i % width);
    if (share >= 0.5) bits[p >> 5] |= 1 << (p & 31);
  });
  return bits;
}

test('an object looks the same to the network as to the labels, under the same mask', () => {
  const [image] = images;
  const seen = withLooks(
    planesOf(image),
    image.instances.map((instance) => ({ bits: bitsOf(instance) })),
  );
  const labelled = labelledLooks([image]);
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.map(({ look }) => look)).toEqual(labelled.map(({ descriptors: [first] }) => first));
  expect(labelled.map(({ category }) => category)).toEqual(image.instances.map(({ category }) => category));
});

test('twelve images of labelled objects name those of twelve others', () => {
  const classifier = fitRidge(labelledLooks(images.slice(0, 12)), DEMO_CLASSES);
  const others = labelledLooks(images.slice(12));
  const right = others.filter(({ category, descriptors: [look] }) => {
    const chances = classifier?.probabilities(look);
    return chances?.indexOf(Math.max(...chances)) === category;
  });
  // An untrained network names one of eight; the network itself, after hundreds of steps on twenty images, .72 of them.
  expect(right.length / others.length).toBeGreaterThan(0.7);
});
