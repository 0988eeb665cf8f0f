import { maskArea, maskBox } from '../masks/rle.ts';
import { rleToString } from '../masks/string.ts';
import type { Dataset, ImageRecord, Rle } from './dataset.ts';

/** A predicted instance, as it leaves the house. */
export interface ExportedInstance {
  /** Index into `Dataset.categories`. */
  readonly category: number;
  /** At the image's own size. */
  readonly mask: Rle;
  readonly score: number;
  readonly classQuality: number;
  readonly maskQuality: number;
}

/**
 * Predictions as a COCO annotation file: ids from 1, category ids as in the source, images without instances kept; score
 * and both qualities are fields of their own, which COCO readers pass over.
 */
export function writeCoco(
  { name, categories }: Pick<Dataset, 'name' | 'categories'>,
  images: readonly (readonly [image: ImageRecord, instances: readonly ExportedInstance[]])[],
): string {
  const annotations = images.flatMap(([image, instances]) =>
    instances.map(({ category, mask, score, classQuality, maskQuality }) => ({
      image_id: image.id,
      category_id: categories[category].id,
      segmentation: { size: [image.height, image.width], counts: rleToString(mask) },
      area: maskArea(mask),
      bbox: maskBox(mask),
      iscrowd: 0,
      score: rounded(score),
      class_quality: rounded(classQuality),
      mask_quality: rounded(maskQuality),
    })),
  );
  return JSON.stringify({
    info: { description: `Predictions on ${name}, made with Penumbra` },
    images: images.map(([{ id, name: file, width, height }]) => ({ id, file_name: file, width, height })),
    categories: categories.map(({ id, name: category }) => ({ id, name: category })),
    annotations: annotations.map((annotation, i) => ({ id: i + 1, ...annotation })),
  });
}

/** Four digits say all that a quality knows. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
