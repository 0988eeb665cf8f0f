import { expect, test } from 'vitest';
import { ZipWriter } from './zip-writer.ts';

test('what is more than a zip can hold is refused before it is written', () => {
  const zip = new ZipWriter(2 ** 20);
  zip.add('images/a.png', new Uint8Array(2 ** 20 - 1000));
  expect(() => zip.add('images/b.png', new Uint8Array(1000))).toThrow(
    'This is more than a zip can hold: 65535 files and 1 MB at most.',
  );
  const many = new ZipWriter();
  const nothing = new Uint8Array(0);
  for (let i = 0; i < 65_535; i++) many.add(String(i), nothing);
  expect(() => many.add('one more', nothing)).toThrow('This is more than a zip can hold');
});
