import { describe, expect, it } from 'vitest';
import { colourJitter } from './colour-jitter.ts';
import { imageMean } from './image-mean.ts';
import { appearanceRow, jittered, luma, turnedHue } from './testing/pictures.ts';
import { distance, drawn } from './testing/values.ts';

const side = 8;
const pixels = side * side;

/** f32 [1, 3, S, S] as a list of colours. */
const coloursOf = (view: Float32Array): number[][] =>
  Array.from({ length: pixels }, (_, i) => [view[i], view[pixels + i], view[2 * pixels + i]]);

const recolour = (appearance: Float32Array, before: Float32Array, batch = 1): Float32Array => {
  const view = before.slice();
  const mean = new Float32Array(batch);
  imageMean.twin({ appearance, view, mean }, { batch, side });
  colourJitter.twin({ appearance, mean, view }, { batch, side });
  return view;
};

describe('colour-jitter', () => {
  it.each([
    { brightness: 1.4, contrast: 0.6, saturation: 1.4, hue: 0.1 },
    { brightness: 0.6, contrast: 1.4, saturation: 0.6, hue: -0.1 },
    { brightness: 1.1, contrast: 1.3, saturation: 0, hue: 0.5 },
    { brightness: 1, contrast: 1, saturation: 1, hue: -0.5 },
    { brightness: 0.9, contrast: 0.9, saturation: 1.2, hue: 0 },
  ])('follows the definitions for %o', (factors) => {
    const before = drawn(3, 3 * pixels, 0, 1);
    const after = recolour(appearanceRow({ jitter: 1, ...factors }), before);
    const expected = jittered(coloursOf(before), factors);
    expect(distance(coloursOf(after).flat(), expected.flat()).difference).toBeLessThan(2e-6);
  });

  it('turns pure colours into their neighbours and leaves grey alone', () => {
    const third = appearanceRow({ jitter: 1, brightness: 1, contrast: 1, saturation: 1, hue: 1 / 3 });
    const before = new Float32Array(3 * pixels).fill(0.4);
    // Red at pixel 0, green at 1, blue at 2: a third of a turn makes them green, blue, red.
    for (let i = 0; i < 3; i++)
      for (let channel = 0; channel < 3; channel++) before[channel * pixels + i] = i === channel ? 1 : 0;
    const after = coloursOf(recolour(third, before));
    const expected = [
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
      [0.4, 0.4, 0.4],
    ];
    expect(distance(after.slice(0, 4).flat(), expected.flat()).difference).toBeLessThan(1e-6);
  });

  it('makes grey pictures grey, after the jitter', () => {
    const before = drawn(4, 3 * pixels, 0, 1);
    const after = coloursOf(recolour(appearanceRow({ grey: 1 }), before));
    const expected = coloursOf(before).map((colour) => [luma(colour), luma(colour), luma(colour)]);
    expect(distance(after.flat(), expected.flat()).difference).toBeLessThan(1e-6);
  });

  it('leaves images alone that are not chosen, bit for bit', () => {
    const before = drawn(5, 6 * pixels, 0, 1);
    const rows = new Float32Array(48);
    rows.set(appearanceRow({ jitter: 1, brightness: 1.4, contrast: 1, saturation: 1 }), 24);
    rows.set([0, 1.4, 1.4, 1.4, 0.1], 0);
    const after = recolour(rows, before, 2);
    expect(after.subarray(0, 3 * pixels)).toEqual(before.subarray(0, 3 * pixels));
    expect(after.subarray(3 * pixels)).not.toEqual(before.subarray(3 * pixels));
  });
});

it('the hue formula the tests compare with keeps value and chroma', () => {
  const turned = turnedHue([0.2, 0.5, 0.9], 0.37);
  expect(Math.max(...turned)).toBeCloseTo(0.9, 12);
  expect(Math.min(...turned)).toBeCloseTo(0.2, 12);
});
