import { isImage } from '../../data/formats/paths.ts';
import { PROJECT_FILE } from '../../data/own/project-file.ts';
import { openZip } from '../../data/own/zip.ts';
import type { ImportedFile } from '../protocol/take-in.ts';
import { given } from './read-files.ts';

/**
 * Whether images are among dropped files, or in their archives, of which only the list of names is read. The zip of a
 * whole project counts as none: it stays one.
 */
export async function holdImages(files: readonly ImportedFile[]): Promise<boolean> {
  for (const file of files) {
    if (isImage(file.path)) return true;
    if (!file.path.toLowerCase().endsWith('.zip')) continue;
    // What is wrong with it is told when it is taken in.
    const inside = await openZip(given(file)).then(
      (zip) => zip.files.map(({ path }) => path),
      () => [],
    );
    const whole = files.length === 1 && inside.some((path) => `/${path}`.endsWith(`/${PROJECT_FILE}`));
    if (!whole && inside.some(isImage)) return true;
  }
  return false;
}
