import { paintValue } from '../../../masks/label-image.ts';
import { maskArea } from '../../../masks/rle.ts';
import { encodeGreyPng } from '../../png/encode.ts';
import { bytesOf, crowdsIn, type Writer, withFilesOfTheirOwn, withoutEnding } from './writer.ts';

/**
 * Two PNGs for each image that has objects, as Pascal VOC names them: SegmentationObject numbers the objects from 1 (16
 * bits), SegmentationClass gives the class of each pixel, whose name is that line of classes.txt, counted from 0.
 */
export const writeMasks: Writer = async ({ source, images }, turn) => {
  const files = new Map<string, Uint8Array>();
  const own = withFilesOfTheirOwn(images);
  let covered = 0;
  for (const [{ name, width, height }, objects] of own.images) {
    await turn();
    // Where predictions overlap, the better one is on top.
    const drawn = objects
      .filter(({ crowd }) => !crowd)
      .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
      .slice(-65_535);
    const numbers = new Uint16Array(width * height);
    const classes =
      source.categories.length < 255 ? new Uint8Array(width * height) : new Uint16Array(width * height);
    drawn.forEach(({ category, mask }, i) => {
      paintValue(numbers, mask, i + 1);
      paintValue(classes, mask, category + 1);
    });
    const pixels = drawn.reduce((sum, { mask }) => sum + maskArea(mask), 0);
    if (numbers.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) < pixels) covered++;
    files.set(`SegmentationObject/${withoutEnding(name)}.png`, encodeGreyPng(numbers, width, height));
    files.set(`SegmentationClass/${withoutEnding(name)}.png`, encodeGreyPng(classes, width, height));
  }
  const names = source.categories.map(({ name }) => name.replaceAll(/\s+/g, ' '));
  files.set('classes.txt', bytesOf(['_background_', ...names, ''].join('\n')));
  const overlaps =
    covered === 0
      ? []
      : [
          `In ${covered} of the images objects overlap; a pixel has one value here, that of the later object.`,
        ];
  return { files, notices: [...own.notices, ...crowdsIn(own.images), ...overlaps] };
};
