import { MOST_SIDE } from '../coco-schema.ts';
import type { GivenFile, Skipped } from '../formats/format.ts';
import { baseName, extensionOf, foldersOf, isImage } from '../formats/paths.ts';

/** More than these are not taken at once. */
export const CAPS = {
  images: 5_000,
  imageBytes: 64 * 2 ** 20,
  textBytes: 256 * 2 ** 20,
  pixels: 2 ** 26,
  side: MOST_SIDE,
} as const;

const TEXT = /^(json|txt|ya?ml|names|csv)$/;

/** Files that computers leave behind, and that nobody means to drop. */
export const isHidden = (path: string): boolean =>
  baseName(path).startsWith('.') ||
  foldersOf(path).some((folder) => folder === '__MACOSX' || folder.startsWith('.'));

export interface SortedFiles<F> {
  /** Images and files that may hold annotations, in their order. */
  readonly usable: readonly F[];
  readonly skipped: readonly Skipped[];
}

/** What can be used of dropped files: hidden files are passed over in silence, whatever else is skipped aloud. */
export function sortFiles<F extends Pick<GivenFile, 'path' | 'size'>>(files: readonly F[]): SortedFiles<F> {
  const usable: F[] = [];
  const skipped: Skipped[] = [];
  for (const file of files) {
    const { path, size } = file;
    if (isHidden(path)) continue;
    const image = isImage(path);
    if (!image && !TEXT.test(extensionOf(path))) {
      const why = /\.zip$/i.test(path)
        ? 'is an archive in an archive'
        : 'is neither an image (PNG, JPEG, WebP, AVIF, GIF, BMP, TIFF) nor a file with annotations';
      skipped.push({ path, why });
    } else if (image && size > CAPS.imageBytes) skipped.push({ path, why: 'is larger than 64 MB' });
    else if (!image && size > CAPS.textBytes) skipped.push({ path, why: 'is larger than 256 MB' });
    else usable.push(file);
  }
  return { usable, skipped };
}
