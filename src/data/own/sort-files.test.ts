import { expect, it } from 'vitest';
import { CAPS, sortFiles } from './sort-files.ts';

const sized = (path: string, size = 10) => ({ path, size });

it('what is of no use is named, hidden files are not', () => {
  const { usable, skipped } = sortFiles([
    sized('set/images/a.PNG'),
    sized('set/b.jpeg'),
    sized('set/c.tif'),
    sized('set/annotations.json'),
    sized('set/labels/a.txt'),
    sized('set/.DS_Store'),
    sized('__MACOSX/set/a.png'),
    sized('set/.git/a.png'),
    sized('set/readme.doc'),
    sized('set/huge.png', CAPS.imageBytes + 1),
    sized('set/huge.json', CAPS.textBytes + 1),
  ]);
  expect(usable.map(({ path }) => path)).toEqual([
    'set/images/a.PNG',
    'set/b.jpeg',
    'set/c.tif',
    'set/annotations.json',
    'set/labels/a.txt',
  ]);
  expect(skipped.map(({ path }) => path)).toEqual(['set/readme.doc', 'set/huge.png', 'set/huge.json']);
});
