import type { Source } from '../training/sources.ts';

/** Objects looked at, at most: a few thousand say what all of them would. */
const MOST = 5_000;

/** Square root of the area by the longest side of the image, of the objects that a run may know. */
export async function objectSizes({ dataset, splits }: Source): Promise<Float32Array> {
  const records = new Map(dataset.images.map((image) => [image.id, image]));
  const sizes: number[] = [];
  for (const id of [...splits.labelled, ...splits.validation]) {
    const record = records.get(id);
    if (!record || sizes.length >= MOST) continue;
    const longest = Math.max(record.width, record.height);
    for (const { area, crowd } of await dataset.instances(id))
      if (!crowd) sizes.push(Math.sqrt(area) / longest);
  }
  return Float32Array.from(sizes);
}
