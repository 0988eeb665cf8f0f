import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Tensor } from '../compute/device.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import {
  apply,
  augment,
  augmentPair,
  compose,
  drawAppearance,
  drawGeometry,
  identity,
  invert,
  packAppearance,
  packGeometry,
} from './augmentation.ts';

const side = 32;
const device = await createWasmDevice(1);
afterAll(() => device.destroy());

/** A dark picture with some bright bars, the same for every image. */
const source = (batch: number): Tensor<'u32'> =>
  device.upload(
    'u32',
    [batch, side * side],
    Uint32Array.from({ length: batch * side * side }, (_, i) =>
      (i % (side * side)) % 11 < 4 ? 0xffe0a040 : 0xff101830,
    ),
  );

describe('affine maps', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const maps = fc
    .tuple(number, number, number, number, number, number)
    .filter(([a, b, , d, e]) => Math.abs(a * e - b * d) > 0.1);

  it('lead back by their inverse and compose in order', () => {
    fc.assert(
      fc.property(maps, maps, number, number, (outer, inner, x, y) => {
        const there = apply(outer, x, y);
        const back = apply(invert(outer), ...there);
        expect(back[0]).toBeCloseTo(x, 8);
        expect(back[1]).toBeCloseTo(y, 8);
        const both = apply(compose(outer, inner), x, y);
        const oneByOne = apply(outer, ...apply(inner, x, y));
        expect(both[0]).toBeCloseTo(oneByOne[0], 8);
        expect(both[1]).toBeCloseTo(oneByOne[1], 8);
      }),
    );
  });

  it('that flatten the plane are refused', () => {
    expect(() => invert([1, 2, 0, 2, 4, 0])).toThrow(/cannot be inverted/);
  });
});

describe('drawGeometry', () => {
  it('depends on seed, step and index and on nothing else', () => {
    const draw = (seed: number, step: number, index: number) =>
      drawGeometry(seed, step, index, { strength: 'strong', side });
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    const drawn = [draw(1, 2, 3), draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4), draw(3, 2, 1)];
    expect(new Set(drawn.map(String)).size).toBe(drawn.length);
    expect(drawGeometry(1, 2, 3, { strength: 'none', side })).toEqual(identity);
    expect(drawGeometry(1, 2, 3, { strength: 'weak', side })).toEqual(draw(1, 2, 3));
  });

  it('scales within 1/1.25 and 1.25, flips half of the time and keeps the picture in sight', () => {
    let mirrored = 0;
    const scales: number[] = [];
    const count = 2000;
    for (let index = 0; index < count; index++) {
      const map = drawGeometry(7, 0, index, { strength: 'weak', side, verticalFlip: false });
      const [a, b, , d, e] = map;
      expect([b + 0, d + 0]).toEqual([0, 0]);
      expect(e).toBeGreaterThan(0);
      if (a < 0) mirrored++;
      scales.push(1 / e);
      // The smaller of frame and picture stays within the larger but for a sixteenth of the side.
      const [x] = apply(map, (side - 1) / 2, (side - 1) / 2);
      const shift = Math.abs(x - (side - 1) / 2) / e;
      expect(shift).toBeLessThanOrEqual(side * (Math.abs(1 / e - 1) / 2 + 1 / 16) + 1e-9);
    }
    expect(Math.min(...scales)).toBeGreaterThanOrEqual(0.8);
    expect(Math.min(...scales)).toBeLessThan(0.81);
    expect(Math.max(...scales)).toBeLessThanOrEqual(1.25);
    expect(Math.max(...scales)).toBeGreaterThan(1.24);
    // Four standard errors.
    expect(Math.abs(mirrored / count - 0.5)).toBeLessThan(0.045);
  });

  it('turns by quarters about the centre where asked to', () => {
    const turns = new Set<string>();
    for (let index = 0; index < 60; index++) {
      const [a, b, , d, e] = drawGeometry(7, 0, index, {
        strength: 'weak',
        side,
        rotations: true,
        horizontalFlip: false,
        verticalFlip: false,
        maxScale: 1,
        maxShift: 0,
      });
      expect(a * e - b * d).toBeCloseTo(1, 12);
      turns.add([a, b, d, e].map((x) => x + 0).join());
    }
    expect(turns.size).toBe(4);
  });
});

describe('drawAppearance', () => {
  const count = 3000;
  const looks = Array.from({ length: count }, (_, index) =>
    drawAppearance(5, 9, index, { strength: 'strong', side: 128 }),
  );
  const part = (chosen: (look: (typeof looks)[number]) => boolean) => looks.filter(chosen).length / count;

  it('chooses each operation with its probability', () => {
    // Four standard errors of 3,000 draws are at most .037.
    expect(Math.abs(part(({ jitter }) => jitter !== undefined) - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(part(({ grey }) => grey) - 0.2)).toBeLessThan(0.03);
    expect(Math.abs(part(({ sigma }) => sigma > 0) - 0.5)).toBeLessThan(0.037);
    const rectangles = looks.reduce((sum, look) => sum + look.rectangles.length, 0) / count;
    expect(Math.abs(rectangles - 1.5)).toBeLessThan(0.06);
  });

  it('stays within its ranges and uses them', () => {
    const factors = looks.flatMap(({ jitter }) =>
      jitter ? [jitter.brightness, jitter.contrast, jitter.saturation] : [],
    );
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.6);
    expect(Math.max(...factors)).toBeGreaterThan(1.39);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.4);
    const hues = looks.flatMap(({ jitter }) => (jitter ? [Math.abs(jitter.hue)] : []));
    expect(Math.max(...hues)).toBeLessThanOrEqual(0.1);
    expect(Math.max(...hues)).toBeGreaterThan(0.099);
    const sigmas = looks.map(({ sigma }) => sigma);
    expect(Math.max(...sigmas)).toBeLessThanOrEqual(0.5);
    expect(Math.max(...sigmas)).toBeGreaterThan(0.49);
    for (const { left, top, right, bottom } of looks.flatMap((look) => look.rectangles)) {
      const area = ((right - left) * (bottom - top)) / 128 ** 2;
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(128);
      expect(bottom).toBeLessThanOrEqual(128);
      // Rounding to whole pixels moves the area a little.
      expect(area).toBeGreaterThan(0.016);
      expect(area).toBeLessThan(0.21);
    }
  });

  it('is mild with half the jitter, without grey and erasing, and nothing at all when weak', () => {
    for (let index = 0; index < 200; index++) {
      const strong = looks[index];
      const mild = drawAppearance(5, 9, index, { strength: 'mild', side: 128 });
      expect(mild.grey).toBe(false);
      expect(mild.rectangles).toEqual([]);
      if (mild.jitter && strong.jitter)
        expect(mild.jitter.brightness - 1).toBeCloseTo((strong.jitter.brightness - 1) / 2, 12);
      expect(mild.jitter === undefined).toBe(strong.jitter === undefined);
    }
    const weak = drawAppearance(5, 9, 1, { strength: 'weak', side: 128 });
    expect(packAppearance([weak]).every((x) => x === 0)).toBe(true);
  });

  it('blurs as much of a large picture as of a small one', () => {
    for (let index = 0; index < 200; index++) {
      const { sigma } = drawAppearance(5, 9, index, { strength: 'strong', side: 256 });
      expect(sigma).toBeCloseTo(2 * looks[index].sigma, 12);
    }
  });

  it('refuses a fourth rectangle', () => {
    const rectangles = Array.from({ length: 4 }, () => ({ left: 0, top: 0, right: 1, bottom: 1 }));
    const look = { jitter: undefined, grey: false, sigma: 0, rectangles, noise: 0 };
    expect(() => packAppearance([look])).toThrow(/three are the most/);
  });
});

describe('augment', () => {
  const geometryOf = (indices: readonly number[]) =>
    packGeometry(indices.map((index) => drawGeometry(1, 4, index, { strength: 'strong', side })));
  const appearanceOf = (indices: readonly number[]) =>
    packAppearance(indices.map((index) => drawAppearance(1, 4, index, { strength: 'strong', side })));

  it('gives an image the same view whatever its batch is made of', async () => {
    const three = source(3);
    const one = source(1);
    const views = augment(device, three, geometryOf([6, 2, 9]), appearanceOf([6, 2, 9]));
    const alone = augment(device, one, geometryOf([2]), appearanceOf([2]));
    const [all, single] = await device.read(views, alone);
    const size = 3 * side * side;
    expect(views.shape).toEqual([3, 3, side, side]);
    expect(all.subarray(size, 2 * size)).toEqual(single);
    expect(all.subarray(0, size)).not.toEqual(single);
    for (const tensor of [three, one, views, alone]) tensor.dispose();
  });

  it('only normalises where nothing is drawn', async () => {
    const pictures = source(1);
    const input = augment(device, pictures, packGeometry([identity]));
    const [values] = await device.read(input);
    // Red of the first pixel is 0x40, blue of the fifth 0x10.
    expect(values[0]).toBeCloseTo((0x40 / 255 - 0.5) / 0.25, 6);
    expect(values[2 * side * side + 4]).toBeCloseTo((0x10 / 255 - 0.5) / 0.25, 6);
    for (const tensor of [pictures, input]) tensor.dispose();
  });

  it('makes both views of a pair as it makes each alone, and leaves no tensor behind', async () => {
    const before = device.memory.tensors;
    const pictures = source(4);
    const indices = [0, 1, 2, 3];
    const pair = augmentPair(device, pictures, geometryOf(indices), appearanceOf(indices));
    const weak = augment(device, pictures, geometryOf(indices));
    const strong = augment(device, pictures, geometryOf(indices), appearanceOf(indices));
    const [pairWeak, pairStrong, aloneWeak, aloneStrong] = await device.read(
      pair.weak,
      pair.strong,
      weak,
      strong,
    );
    expect(pairWeak).toEqual(aloneWeak);
    expect(pairStrong).toEqual(aloneStrong);
    expect(pairStrong).not.toEqual(pairWeak);
    for (const tensor of [pictures, pair.weak, pair.strong, weak, strong]) tensor.dispose();
    expect(device.memory.tensors).toBe(before);
  });

  it('refuses rows that do not fit the batch', () => {
    const pictures = source(2);
    expect(() => augment(device, pictures, geometryOf([1]))).toThrow(/16 figures of geometry, not 8/);
    expect(() => augment(device, pictures, geometryOf([1, 2]), appearanceOf([1]))).toThrow(
      /appearance, not 24/,
    );
    pictures.dispose();
  });
});
