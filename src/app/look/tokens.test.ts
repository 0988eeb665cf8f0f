import { expect, test } from 'vitest';
import { distance, seen, sight } from '../../engine/testing/colour-vision.ts';
import { themes } from './token-colours.node.ts';

/** Of the plane's marks: kept, refused for class, for mask, for both, corrected. Their shapes differ as well. */
const marks = ['--series-3', '--series-2', '--series-1', '--ink-soft', '--ink'];

for (const [theme, colourOf] of themes)
  test.each(Object.keys(sight))(`marks of the plane stay apart in the ${theme} theme under %s`, (kind) => {
    const shown = marks.map((mark) => seen(colourOf(mark), kind));
    const ground = seen(colourOf('--surface'), kind);
    shown.forEach((one, i) => {
      expect(distance(one, ground)).toBeGreaterThan(0.3);
      // What differs in shape, too, may be closer than what colour alone tells apart.
      for (const other of shown.slice(0, i)) expect(distance(one, other)).toBeGreaterThan(0.05);
    });
  });
