import { expect, test } from 'vitest';
import { droppedFiles, missingInWords, pickedFiles } from './collect-files.ts';

const file = (path: string): FileSystemEntry =>
  ({
    isFile: true,
    fullPath: path,
    file: (resolve: (file: File) => void) => resolve(new File([], path)),
  }) as unknown as FileSystemEntry;
const broken = (path: string): FileSystemEntry =>
  ({
    isFile: true,
    fullPath: path,
    file: (_: unknown, reject: (error: Error) => void) => reject(new DOMException('gone', 'NotFoundError')),
  }) as unknown as FileSystemEntry;
/** As a browser gives a folder: a few entries at a time, and nothing at the end. */
const folder = (path: string, entries: readonly FileSystemEntry[], atOnce = 2): FileSystemEntry =>
  ({
    isFile: false,
    fullPath: path,
    createReader: () => {
      let from = 0;
      return {
        readEntries: (resolve: (some: FileSystemEntry[]) => void) => {
          resolve(entries.slice(from, from + atOnce));
          from += atOnce;
        },
      };
    },
  }) as unknown as FileSystemEntry;
const drop = (...entries: FileSystemEntry[]) =>
  droppedFiles({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })) as unknown as DataTransferItemList,
    files: [] as unknown as FileList,
  });

test('folders are walked through to the end, whatever their reader gives at a time', async () => {
  const inner = folder('/a/b', [file('/a/b/4.png')]);
  const { files } = await drop(folder('/a', [file('/a/1.png'), file('/a/2.png'), file('/a/3.png'), inner]));
  expect(files.map(({ path }) => path)).toEqual(['a/1.png', 'a/2.png', 'a/3.png', 'a/b/4.png']);
});

test('what cannot be read is named, and the others are taken', async () => {
  const collected = await drop(folder('/a', [broken('/a/link.png'), file('/a/2.png')]));
  expect(collected.files.map(({ path }) => path)).toEqual(['a/2.png']);
  expect(missingInWords(collected)).toBe('The browser cannot read a/link.png; the others are taken.');
});

test('of a whole disk the first twenty thousand files are taken, and that is said', async () => {
  const many = Array.from({ length: 20_001 }, (_, i) => file(`/a/${i}.png`));
  const collected = await drop(folder('/a', many, 100));
  expect(collected.files).toHaveLength(20_000);
  expect(missingInWords(collected)).toBe('There are more than 20,000 files; those beyond are left out.');
});

test('nothing is said where nothing is missing', () => {
  expect(missingInWords(pickedFiles([new File([], 'a.png')]))).toBeUndefined();
});
