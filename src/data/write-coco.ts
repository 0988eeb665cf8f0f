import { maskArea, maskBox } from '../masks/rle.ts';
import { rleToString } from '../masks/string.ts';
import type { Dataset, ImageRecord, Rle } from './dataset.ts';

/** An instance, as it leaves the house: predicted, with its qualities, or drawn. */
export interface ExportedInstance {
  /** Index into `Dataset.categories`. */
  readonly category: number;
  /** At the image's own size. */
  readonly mask: Rle;
  /** As its source states it, where it has one; else that of the mask. */
  readonly area?: number;
  readonly crowd?: boolean;
  readonly score?: number;
  readonly classQuality?: number;
  readonly maskQuality?: number;
}

/**
 * Instances as a COCO annotation file: ids from 1, category ids as in the source, images without instances kept; score
 * and both qualities of predictions are fields of their own, which COCO readers pass over.
 */
export function writeCoco(
  { categories }: Pick<Dataset, 'categories'>,
  images: readonly (readonly [image: ImageRecord, instances: readonly ExportedInstance[]])[],
  description: string,
): string {
  const annotations = images.flatMap(([image, instances]) =>
    instances.map(({ category, mask, area, crowd, score, classQuality, maskQuality }) => ({
      image_id: image.id,
      category_id: categories[category].id,
      segmentation: { size: [image.height, image.width], counts: rleToString(mask) },
      area: area ?? maskArea(mask),
      bbox: maskBox(mask),
      iscrowd: crowd ? 1 : 0,
      // Undefined fields are left out of JSON.
      score: rounded(score),
      class_quality: rounded(classQuality),
      mask_quality: rounded(maskQuality),
    })),
  );
  return JSON.stringify({
    info: { description },
    images: images.map(([{ id, name: file, width, height }]) => ({ id, file_name: file, width, height })),
    categories: categories.map(({ id, name: category }) => ({ id, name: category })),
    annotations: annotations.map((annotation, i) => ({ id: i + 1, ...annotation })),
  });
}

/** Four digits say all that a quality knows. */
const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 1e4) / 1e4;
