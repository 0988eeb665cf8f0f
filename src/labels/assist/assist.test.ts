import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeMask } from '../../masks/dense.ts';
import { maskIou } from '../../masks/overlap.ts';
import { boxToMask } from './box-to-mask.ts';
import { clickToMask } from './click-to-mask.ts';
import { labWindow, type RgbaPicture } from './picture.ts';

type Rgb = readonly [number, number, number];

/** Ellipses on a ground, with noise and a slope of light; repeatable. */
function scene(
  width: number,
  height: number,
  ground: Rgb,
  ellipses: readonly { readonly at: Rgb; readonly colour: Rgb; readonly ratio?: number }[],
  noise: number,
) {
  let state = 7;
  const chance = (): number => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const inside = ({ at: [cx, cy, r], ratio = 1 }: (typeof ellipses)[number], x: number, y: number): boolean =>
    ((x + 0.5 - cx) / r) ** 2 + ((y + 0.5 - cy) / (r * ratio)) ** 2 < 1;
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = ellipses.findLast((ellipse) => inside(ellipse, x, y))?.colour ?? ground;
      const light = (20 * (x + y)) / (width + height);
      const [r, g, b] = colour.map((value) =>
        Math.max(0, Math.min(255, Math.round(value + light + noise * chance()))),
      );
      pixels[y * width + x] = r | (g << 8) | (b << 16) | (255 << 24);
    }
  const picture: RgbaPicture = { pixels, width, height };
  const truth = (i: number) =>
    encodeMask(
      Uint8Array.from({ length: width * height }, (_, p) =>
        inside(ellipses[i], p % width, Math.floor(p / width)) ? 1 : 0,
      ),
      width,
      height,
    );
  return { picture, truth };
}

const cells = scene(
  240,
  180,
  [60, 70, 66],
  [
    { at: [60, 60, 30], colour: [150, 90, 160], ratio: 0.7 },
    { at: [170, 100, 22], colour: [190, 170, 60] },
    { at: [190, 40, 6], colour: [200, 60, 60] },
  ],
  24,
);
const points: readonly [number, number][] = [
  [55, 58],
  [172, 96],
  [190, 40],
];

test('colours are measured as CIE does: white, sRGB red and mid grey', () => {
  const pixels = Uint32Array.of(0xffffffff, 0xff0000ff, 0xff777777);
  const { lab } = labWindow({ pixels, width: 3, height: 1 }, [0, 0, 3, 1], 8);
  const expected = [100, 0, 0, 53.24, 80.09, 67.2, 50.03, 0, 0];
  expected.forEach((value, i) => {
    expect(Math.abs(lab[i] - value)).toBeLessThan(0.1);
  });
});

describe('a click', () => {
  test.each([0, 1, 2])('on object %i marks it', (i) => {
    const mask = clickToMask(cells.picture, ...points[i], cells.picture);
    expect(mask && maskIou(mask, cells.truth(i))).toBeGreaterThan(0.85);
  });

  test('on the ground marks nothing as large as the picture', () => {
    expect(clickToMask(cells.picture, 10, 170, cells.picture)).toBeUndefined();
  });

  test('works on a copy smaller than the image, and gives the mask at the image’s size', () => {
    const mask = clickToMask(cells.picture, 172 * 3, 96 * 3, { width: 720, height: 540 });
    expect(mask).toMatchObject({ width: 720, height: 540 });
    expect(mask?.counts.reduce((sum, run, k) => sum + (k % 2 === 1 ? run : 0), 0)).toBeGreaterThan(
      0.85 * 9 * Math.PI * 22 ** 2,
    );
  });
});

describe('a box', () => {
  test.each([
    [0, [25, 34, 95, 86]],
    [1, [140, 70, 200, 128]],
    [2, [180, 30, 200, 50]],
  ] as const)('around object %i marks it', (i, box) => {
    const mask = boxToMask(cells.picture, box, cells.picture);
    expect(mask && maskIou(mask, cells.truth(i))).toBeGreaterThan(0.85);
  });

  test('finds an object of two colours, where a click finds one of them', () => {
    const bolt = scene(
      160,
      120,
      [40, 90, 50],
      [
        { at: [80, 60, 30], colour: [170, 60, 60] },
        { at: [80, 60, 15], colour: [230, 220, 200] },
      ],
      20,
    );
    const mask = boxToMask(bolt.picture, [45, 26, 115, 95], bolt.picture);
    expect(mask && maskIou(mask, bolt.truth(0))).toBeGreaterThan(0.85);
    const clicked = clickToMask(bolt.picture, 80, 60, bolt.picture);
    expect(clicked && maskIou(clicked, bolt.truth(1))).toBeGreaterThan(0.85);
  });

  test('over everything, or of no size, says nothing', () => {
    expect(boxToMask(cells.picture, [0, 0, 240, 180], cells.picture)).toBeUndefined();
    expect(boxToMask(cells.picture, [20, 20, 20, 20], cells.picture)).toBeUndefined();
  });

  test('anywhere gives a mask inside it, in one piece, or none', () => {
    const edge = fc.integer({ min: -20, max: 260 });
    fc.assert(
      fc.property(edge, edge, edge, edge, (a, b, c, d) => {
        const box = [Math.min(a, b), Math.min(c, d), Math.max(a, b), Math.max(c, d)] as const;
        const mask = boxToMask(cells.picture, box, cells.picture);
        if (!mask) return;
        let position = 0;
        mask.counts.forEach((run, i) => {
          if (i % 2 === 1)
            for (let p = position; p < position + run; p++) {
              const [x, y] = [Math.floor(p / 180), p % 180];
              expect(x >= box[0] - 2 && x <= box[2] + 1 && y >= box[1] - 2 && y <= box[3] + 1).toBe(true);
            }
          position += run;
        });
      }),
      { numRuns: 6 },
    );
  });
});
