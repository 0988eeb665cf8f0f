import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLabelledAmount, splitLabelled, splitUnsplit } from './splits.ts';

const ids = Array.from({ length: 400 }, (_, i) => 1000 + 3 * i);

describe('splitLabelled', () => {
  it('takes shares and numbers', () => {
    const counts = ['1%', '5 %', '10%', '100%', '20'].map(
      (amount) => splitLabelled(ids, amount, 0).labelled.length,
    );
    expect(counts).toEqual([4, 20, 40, 400, 20]);
    expect(splitLabelled(ids, { share: 0.5 }, 0).labelled).toHaveLength(200);
    expect(splitLabelled([7, 9], '1%', 0).labelled).toHaveLength(1);
  });

  it('parts the images, in their order', () => {
    const { labelled, unlabelled } = splitLabelled(ids, '10%', 3);
    expect([...labelled, ...unlabelled].sort((a, b) => a - b)).toEqual(ids);
    expect(labelled).toEqual([...labelled].sort((a, b) => a - b));
  });

  it('is nested for a seed, with and without categories', () => {
    const categories = (image: number) => [image % 7, image % 5];
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (seed, a, b, covering) => {
          const few = ids.slice(0, 60);
          const [small, large] = [Math.min(a, b), Math.max(a, b)].map(
            (count) => splitLabelled(few, { count }, seed, covering ? categories : undefined).labelled,
          );
          expect(new Set(large)).toEqual(new Set([...(large ?? []), ...(small ?? [])]));
          expect(small).toHaveLength(Math.min(a, b));
        },
      ),
    );
  });

  it('says the same for the same seed, whatever the order of the images, and something else for another', () => {
    const first = splitLabelled(ids, '5%', 1).labelled;
    expect([...splitLabelled([...ids].reverse(), '5%', 1).labelled].reverse()).toEqual(first);
    expect(splitLabelled(ids, '5%', 2).labelled).not.toEqual(first);
  });

  it('gives every image its chance', () => {
    const times = new Map(ids.map((id) => [id, 0]));
    for (let seed = 0; seed < 400; seed++) {
      for (const id of splitLabelled(ids, '10%', seed).labelled) times.set(id, (times.get(id) ?? 0) + 1);
    }
    // 40 expected, standard deviation 6.
    expect(Math.min(...times.values())).toBeGreaterThan(15);
    expect(Math.max(...times.values())).toBeLessThan(70);
  });

  it('covers the categories, the rare one too, as far as the number allows', () => {
    // Image 1300 alone shows category 9; all others show one of 0..5.
    const categories = (image: number) => (image === 1300 ? [9] : [image % 6]);
    for (let seed = 0; seed < 20; seed++) {
      const { labelled } = splitLabelled(ids, '5%', seed, categories);
      const shown = new Set(labelled.flatMap(categories));
      expect(shown).toEqual(new Set(ids.flatMap(categories)));
      const three = splitLabelled(ids, '3', seed, categories).labelled;
      expect(new Set(three.flatMap(categories)).size).toBe(3);
    }
  });

  it('refuses what is not to be had', () => {
    expect(() => splitLabelled(ids, '401', 0)).toThrow('there are 400 training images');
    expect(() => splitLabelled([], '5%', 0)).toThrow('no training images');
    expect(() => splitLabelled(ids, { share: 0 }, 0)).toThrow('above 0 and up to 1');
    expect(() => splitLabelled([1, 1, 2], '1', 0)).toThrow('appears twice');
    for (const text of ['', 'five', '0%', '101%', '-3', '1.5', '0'])
      expect(() => parseLabelledAmount(text)).toThrow('no number of labelled');
  });
});

describe('splitUnsplit', () => {
  it('sets a fifth of the annotated images apart and leaves the others unlabelled', () => {
    const splits = splitUnsplit(ids, (id) => id < 1060, 0);
    expect(splits.validation).toHaveLength(4);
    expect(splits.labelled).toHaveLength(16);
    expect(splits.unlabelled).toHaveLength(380);
    expect(new Set([...splits.validation, ...splits.labelled, ...splits.unlabelled]).size).toBe(400);
  });

  it('needs two annotated images', () => {
    expect(() => splitUnsplit(ids, (id) => id === 1000, 0)).toThrow('but the dataset has 1');
  });
});
