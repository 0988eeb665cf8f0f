import { outlineOf } from '../../../masks/outline.ts';
import { bytesOf, crowdsIn, type Writer, withFilesOfTheirOwn, withoutEnding } from './writer.ts';

/** Digits of a share: a hundredth of a pixel in an image of 10,000. */
const DIGITS = 6;

/**
 * A text file for each image that has objects, in `labels/`, and data.yaml with the classes. What lies beside it says
 * where the images go and which of them are for what.
 */
export const writeYolo: Writer = async ({ source, images, splits, description }, turn) => {
  const files = new Map<string, Uint8Array>();
  const own = withFilesOfTheirOwn(images);
  for (const [{ name, width, height }, objects] of own.images) {
    await turn();
    const side = (i: number): number => (i % 2 === 0 ? width : height);
    const share = (value: number, i: number): string => (value / side(i)).toFixed(DIGITS);
    const read = (outline: readonly number[]) => outline.map((value, i) => Number(share(value, i)) * side(i));
    const rows = objects
      .filter(({ crowd }) => !crowd)
      .map(({ category, mask }) => [category, ...outlineOf(mask, read).map(share)].join(' '));
    files.set(`labels/${withoutEnding(name)}.txt`, bytesOf(`${rows.join('\n')}\n`));
  }
  const names = source.categories.map(({ name }, i) => `  ${i}: ${JSON.stringify(name)}`);
  const measured = new Set(splits?.validation);
  const apart = new Set(splits?.test);
  const list = (wanted: (id: number) => boolean): Uint8Array =>
    bytesOf(
      own.images
        .filter(([{ id }]) => wanted(id))
        .map(([{ name }]) => `./images/${name}\n`)
        .join(''),
    );
  files.set(
    'train.txt',
    list((id) => !measured.has(id) && !apart.has(id)),
  );
  files.set(
    'val.txt',
    list((id) => measured.has(id)),
  );
  if (apart.size > 0)
    files.set(
      'test.txt',
      list((id) => apart.has(id)),
    );
  files.set(
    'data.yaml',
    bytesOf(
      [
        `# ${description.replaceAll(/\s+/g, ' ')}. Put the images into images/, beside labels/.`,
        'path: .',
        'train: train.txt',
        'val: val.txt',
        ...(apart.size > 0 ? ['test: test.txt'] : []),
        'names:',
        ...names,
        '',
      ].join('\n'),
    ),
  );
  return { files, notices: [...own.notices, ...crowdsIn(own.images)] };
};
