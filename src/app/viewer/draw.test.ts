import { expect, test } from 'vitest';
import { outline } from './draw.ts';

test('outlines one instance: its own pixels beside anything else, and none within', () => {
  const size = { width: 7, height: 5 };
  const rows = ['0000000', '0222110', '0222110', '0222110', '0000000'];
  const topmost = Uint16Array.from(rows.join(''), Number);
  const patch = outline(topmost, size, 1, 1);
  if (!patch) throw new Error('Nothing outlined.');
  const { left, top, width, height, pixels } = patch;
  const alpha = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (pixels[(y * width + x) * 4 + 3] === 255 ? '#' : '.')).join(''),
  );
  expect([left, top]).toEqual([1, 1]);
  expect(alpha).toEqual(['###', '#.#', '###']);
});

test('outlines each piece of an instance that reaches the edges, and nothing where all of it is covered', () => {
  const size = { width: 5, height: 4 };
  const topmost = Uint16Array.from('1110210200100011'.padEnd(20, '1'), Number);
  const patch = outline(topmost, size, 0, 1);
  expect(patch).toMatchObject({ left: 0, top: 0, width: 5, height: 4 });
  const lit = Array.from({ length: 20 }, (_, p) => (patch?.pixels[4 * p + 3] === 255 ? 1 : 0));
  // The bitmap's own edge outlines, too.
  expect(lit).toEqual(Array.from(topmost, (owner) => (owner === 1 ? 1 : 0)));
  expect(outline(topmost, size, 4, 1)).toBeUndefined();
});
