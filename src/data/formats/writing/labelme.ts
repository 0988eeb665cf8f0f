import { outlinesOf } from '../../../masks/outline.ts';
import { baseName } from '../paths.ts';
import { bytesOf, type Writer, withFilesOfTheirOwn, withoutEnding } from './writer.ts';

/** A JSON file for each image that has objects; the parts of an object are shapes of one group. */
export const writeLabelme: Writer = async ({ source, images }, turn) => {
  const files = new Map<string, Uint8Array>();
  const own = withFilesOfTheirOwn(images);
  for (const [{ name, width, height }, objects] of own.images) {
    await turn();
    const shapes = objects.flatMap(({ category, mask, crowd, score }, i) => {
      const outlines = outlinesOf(mask);
      return outlines.map((outline) => ({
        label: source.categories[category].name,
        points: pairs(outline),
        group_id: outlines.length > 1 ? i + 1 : null,
        description: score === undefined ? '' : `score ${score.toFixed(4)}`,
        shape_type: 'polygon',
        flags: crowd ? { iscrowd: true } : {},
        mask: null,
      }));
    });
    const file = {
      version: '5.5.0',
      flags: {},
      shapes,
      imagePath: baseName(name),
      imageData: null,
      imageHeight: height,
      imageWidth: width,
    };
    files.set(`${withoutEnding(name)}.json`, bytesOf(JSON.stringify(file)));
  }
  return { files, notices: own.notices };
};

const pairs = (outline: readonly number[]): [number, number][] =>
  Array.from({ length: outline.length / 2 }, (_, i) => [outline[2 * i], outline[2 * i + 1]]);
