import { expect, test } from 'vitest';
import { MemoryVault } from '../testing/small-engine.ts';
import { storedRun } from './testing/stored-run.ts';
import { withRoom } from './with-room.ts';

const full = (): Error => Object.assign(new Error('The quota is used up.'), { name: 'QuotaExceededError' });

async function vaultOf(...keys: string[]): Promise<MemoryVault> {
  const vault = new MemoryVault();
  for (const key of keys) await vault.put(storedRun({ key, parameters: 10 }));
  return vault;
}

/** Labels, which fit once so few runs are left. */
const labels = (vault: MemoryVault, most: number) => async () => {
  if (vault.runs.size > most) throw full();
  return 'kept';
};

test('the runs kept longest ago make room for labels, and no more of them than must', async () => {
  const vault = await vaultOf('a', 'b', 'c');
  expect(await withRoom(vault, labels(vault, 1))).toBe('kept');
  expect(await vault.keys()).toEqual(['c']);
  expect(await withRoom(vault, labels(vault, 1))).toBe('kept');
  expect(await vault.keys()).toEqual(['c']);
});

test('where no run is left to go but the one to spare, the write fails as it did', async () => {
  const vault = await vaultOf('a', 'b');
  await expect(withRoom(vault, labels(vault, 0), 'a')).rejects.toThrow('The quota is used up.');
  expect(await vault.keys()).toEqual(['a']);
  const unreadable = {
    keys: async () => {
      throw new Error('There is no storage.');
    },
    remove: async () => {},
  };
  await expect(withRoom(unreadable, labels(vault, 0))).rejects.toThrow('The quota is used up.');
});

test('what fails for another reason costs no run', async () => {
  const vault = await vaultOf('a');
  const write = async () => {
    throw new Error('Another tab has it.');
  };
  await expect(withRoom(vault, write)).rejects.toThrow('Another tab');
  expect(await vault.keys()).toEqual(['a']);
});
