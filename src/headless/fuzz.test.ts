import { expect, test } from 'vitest';
import { DROPS } from './fuzzing/drops.ts';
import { mutated } from './fuzzing/mutate.ts';
import { takeIn } from './fuzzing/take-in.ts';

test.each(Object.entries(DROPS))('%s is taken in as it is', async (_, drop) => {
  expect(await takeIn(drop)).toMatchObject({
    ways: expect.arrayContaining(['asProject']),
    fault: undefined,
  });
});

test.each(['coco', 'labelme', 'masks'])(
  '%s goes to an open project too, alone and with its images',
  async (kind) => {
    const { ways } = await takeIn(DROPS[kind] ?? new Map());
    expect(ways).toEqual(['asProject', 'asLabels', 'asAddition']);
  },
);

test('what was cut to almost nothing is spoilt further', () => {
  for (const length of [0, 1, 3])
    for (let seed = 0; seed < 200; seed++)
      expect(mutated(new Map([['a.tif', new Uint8Array(length)]]), seed)).toBeInstanceOf(Map);
});

test('500 spoilt drops are taken in or refused in a sentence, none of them slowly', async () => {
  const kinds = Object.values(DROPS);
  let refused = 0;
  for (let seed = 0; seed < 500; seed++) {
    const { ways, fault } = await takeIn(mutated(kinds[seed % kinds.length], seed));
    expect([seed, fault]).toEqual([seed, undefined]);
    if (!ways.includes('asProject')) refused++;
  }
  // Neither is everything refused, nor is nothing.
  expect(refused).toBeGreaterThan(50);
  expect(refused).toBeLessThan(450);
});
