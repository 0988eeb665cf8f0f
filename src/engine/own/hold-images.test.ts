import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { holdImages } from './hold-images.ts';

const file = (path: string, content: BlobPart = 'x') => ({ path, file: new Blob([content]) });
const zip = (...names: string[]) =>
  new Uint8Array(zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(1)]))));

test('images are seen among files and in archives; a whole project is no heap of images', async () => {
  expect(await holdImages([file('labels.json'), file('set/a.TIFF')])).toBe(true);
  expect(await holdImages([file('labels.json'), file('notes.txt')])).toBe(false);
  expect(await holdImages([file('set.zip', zip('set/a.png', 'x.json'))])).toBe(true);
  expect(await holdImages([file('labels.zip', zip('x.json'))])).toBe(false);
  expect(await holdImages([file('home.zip', zip('project.json', 'images/a.png'))])).toBe(false);
  expect(await holdImages([file('broken.zip', 'no zip')])).toBe(false);
});
