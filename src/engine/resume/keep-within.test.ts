import { expect, test } from 'vitest';
import { MemoryVault } from '../testing/small-engine.ts';
import { keepWithin, MOST_STORED } from './keep-within.ts';
import type { StoredRun } from './stored-run.ts';
import { storedRun } from './testing/stored-run.ts';

const run = (key: string): StoredRun => storedRun({ key, parameters: 10 });

/** Has room for so many runs. */
class SmallVault extends MemoryVault {
  readonly #room: number;

  constructor(room: number) {
    super();
    this.#room = room;
  }

  override async put(stored: StoredRun): Promise<void> {
    if (!this.runs.has(stored.key) && this.runs.size >= this.#room)
      throw Object.assign(new Error('The quota is used up.'), { name: 'QuotaExceededError' });
    await super.put(stored);
  }
}

test('keeps the latest runs, and no more than fit', async () => {
  const vault = new MemoryVault();
  for (let i = 0; i < MOST_STORED + 3; i++) await keepWithin(vault, run(String(i)));
  expect(await vault.keys()).toEqual(Array.from({ length: MOST_STORED }, (_, i) => String(i + 3)));
});

test('where there is no room, those kept longest ago go first', async () => {
  const vault = new SmallVault(2);
  for (const key of ['a', 'b', 'c']) await keepWithin(vault, run(key));
  expect(await vault.keys()).toEqual(['b', 'c']);
});

test('where there is no room for one alone, a sentence says so', async () => {
  await expect(keepWithin(new SmallVault(0), run('a'))).rejects.toThrow(
    'there is no room left on this computer for this page',
  );
});
