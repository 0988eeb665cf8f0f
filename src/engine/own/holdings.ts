import type { Turn } from '../../data/formats/format.ts';
import type { FindHeld } from '../../data/own/add-images.ts';
import { digestOf } from './read-files.ts';

interface HeldFile {
  readonly id: number;
  readonly file: Blob;
  digest?: string;
}

/**
 * Finds the images of a project by what their files hold. Only files as large as one that is asked for are read.
 * @param fileOf rejects where the file of an image is gone: then nothing is like it.
 */
export async function holdingsOf(
  images: readonly { readonly id: number }[],
  fileOf: (image: number) => Promise<Blob>,
  turn: Turn,
): Promise<FindHeld> {
  const bySize = new Map<number, HeldFile[]>();
  for (const { id } of images) {
    await turn();
    const file = await fileOf(id).catch(() => undefined);
    if (!file) continue;
    const same = bySize.get(file.size);
    if (same) same.push({ id, file });
    else bySize.set(file.size, [{ id, file }]);
  }
  return async (size, digest) => {
    for (const held of bySize.get(size) ?? []) {
      await turn();
      held.digest ??= await digestOf(new Uint8Array(await held.file.arrayBuffer()));
      if (held.digest === digest) return held.id;
    }
    return undefined;
  };
}
