import type { Splits } from '../dataset.ts';
import type { AnnotatedImage } from './format.ts';
import { foldersOf } from './paths.ts';

const VALIDATION = /^(val|valid|validation|dev)(20\d\d)?$/i;
const TEST = /^test(20\d\d)?$/i;

/**
 * Images by their folders: what lies in "val" measures, what lies in "test" is set apart, the annotated others teach.
 * Undefined where no folder is called so, or where nothing would be left to teach or to measure.
 */
export function bySplitFolder(images: readonly AnnotatedImage[]): Splits | undefined {
  const ids = {
    labelled: [] as number[],
    unlabelled: [] as number[],
    validation: [] as number[],
    test: [] as number[],
  };
  for (const { record, path, instances } of images) {
    const folders = foldersOf(path);
    if (instances.length === 0) ids.unlabelled.push(record.id);
    else if (folders.some((folder) => VALIDATION.test(folder))) ids.validation.push(record.id);
    else if (folders.some((folder) => TEST.test(folder))) ids.test.push(record.id);
    else ids.labelled.push(record.id);
  }
  return ids.labelled.length === 0 || ids.validation.length === 0 ? undefined : ids;
}
