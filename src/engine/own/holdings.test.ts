import { expect, test } from 'vitest';
import { holdingsOf } from './holdings.ts';
import { digestOf } from './read-files.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const noWait = async () => {};

test('an image is found by its bytes; only files of the same size are read, each once', async () => {
  const read: number[] = [];
  const files = ['red', 'blue', 'gold'].map((text, i) => {
    const file = new Blob([bytes(text)]);
    const { arrayBuffer } = file;
    file.arrayBuffer = () => {
      read.push(i + 1);
      return arrayBuffer.call(file);
    };
    return file;
  });
  const images = [1, 2, 3, 4].map((id) => ({ id }));
  const fileOf = async (id: number): Promise<Blob> => {
    const file = files[id - 1];
    if (!file) throw new Error('It is gone.');
    return file;
  };
  const find = await holdingsOf(images, fileOf, noWait);
  expect(read).toEqual([]);
  expect(await find(4, await digestOf(bytes('gold')))).toBe(3);
  expect(await find(4, await digestOf(bytes('grey')))).toBeUndefined();
  expect(await find(5, await digestOf(bytes('green')))).toBeUndefined();
  expect(read).toEqual([2, 3]);
});
