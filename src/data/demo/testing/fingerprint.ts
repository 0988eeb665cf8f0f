import type { Dataset } from '../../dataset.ts';

/** FNV-1a over a scene's bytes and its masks' runs, as eight hexadecimal digits. */
export async function fingerprint(dataset: Dataset, id: number): Promise<string> {
  let hash = 0x811c9dc5;
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (const byte of (await dataset.picture(id)).rgb) add(byte);
  for (const { category, mask } of await dataset.instances(id)) {
    add(category);
    for (const count of mask.counts) {
      add(count & 255);
      add((count >> 8) & 255);
      add(count >> 16);
    }
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
