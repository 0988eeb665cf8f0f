import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { distance, seen, sight } from '../../engine/testing/colour-vision.ts';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** [light, dark] of a custom property. */
function colours(name: string): readonly [string, string] {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css) ?? [];
  if (!light || !dark) throw new Error(`tokens.css has no --${name} for light and dark.`);
  return [light, dark];
}

/** Of the plane's marks: kept, refused for class, for mask, for both, corrected. Their shapes differ as well. */
const marks = ['series-3', 'series-2', 'series-1', 'ink-soft', 'ink'].map(colours);

for (const [theme, of] of [
  ['light', 0],
  ['dark', 1],
] as const)
  test.each(Object.keys(sight))(`marks of the plane stay apart in the ${theme} theme under %s`, (kind) => {
    const shown = marks.map((pair) => seen(pair[of], kind));
    const ground = seen(colours('surface')[of], kind);
    shown.forEach((one, i) => {
      expect(distance(one, ground)).toBeGreaterThan(35);
      // What differs in shape, too, may be closer than what colour alone tells apart.
      for (const other of shown.slice(0, i)) expect(distance(one, other)).toBeGreaterThan(9);
    });
  });
