import { expect, test } from 'vitest';
import { outline } from './draw.ts';

test('outlines one instance: its own pixels beside anything else, and none within', () => {
  const size = { width: 7, height: 5 };
  const rows = ['0000000', '0222110', '0222110', '0222110', '0000000'];
  const topmost = Uint16Array.from(rows.join(''), Number);
  const pixels = outline(topmost, size, 1, 1);
  const alpha = Array.from({ length: 5 }, (_, y) =>
    Array.from({ length: 7 }, (_, x) => (pixels[(y * 7 + x) * 4 + 3] === 255 ? '#' : '.')).join(''),
  );
  expect(alpha).toEqual(['.......', '.###...', '.#.#...', '.###...', '.......']);
});
