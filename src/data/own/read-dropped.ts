import type { GivenFile } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { openImages, type Reading } from './open-images.ts';
import { type ImportPlan, planImport, splitsFor } from './plan-import.ts';
import { recogniseDropped } from './recognise.ts';

export interface ReadDrop {
  readonly plan: ImportPlan;
  /** Files of the plan's images, by path. */
  readonly files: ReadonlyMap<string, GivenFile>;
}

/**
 * Makes a plan of dropped files: tells images from annotations, opens the images, reads the annotations against them.
 * @throws Error with a sentence where there is no image, nothing can be read, or nothing fits together; whatever `turn`
 * throws. Nothing is left behind then.
 */
export async function readDropped(dropped: readonly GivenFile[], reading: Reading): Promise<ReadDrop> {
  const { format, own, images: found, skipped } = await recogniseDropped(dropped, reading.turn);
  const { images, copies, files, notices, unusable } = await openImages(found, reading);
  if (images.length === 0 && own.length === 0) {
    const [first] = unusable;
    const reason = first ? ` ${first.path} ${first.why}.` : '';
    throw new Error(`There is no image among them. Drop images, or a folder that holds some.${reason}`);
  }
  const index = new ImageIndex(images);
  const read = format && (await format.read(own, index, reading.turn));
  const plan = planImport(index, read, copies);
  // A split that cannot be made is told now, not when training begins.
  splitsFor(plan, '100%', 1);
  return {
    plan: {
      ...plan,
      skipped: [...skipped, ...unusable, ...plan.skipped],
      notices: [...plan.notices, ...notices],
    },
    files,
  };
}
