/** Folders on disk as if they had been dropped. Only for tests and the fuzzer. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import sharp from 'sharp';
import type { GivenFile, SizedImage } from '../format.ts';

/** Every file of a folder, its path beginning with the folder's name. */
export function filesOf(folder: string): GivenFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort()
    .map((path) => ({
      path: join(basename(folder), relative(folder, path)),
      size: statSync(path).size,
      bytes: async (start, end) => new Uint8Array(readFileSync(path)).slice(start, end),
    }));
}

export async function sizeOf(file: GivenFile): Promise<SizedImage> {
  const { autoOrient } = await sharp(await file.bytes()).metadata();
  return { path: file.path, width: autoOrient.width, height: autoOrient.height };
}
