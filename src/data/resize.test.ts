import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Picture } from './dataset.ts';
import { letterbox, letterboxTransform } from './resize.ts';

function picture(
  width: number,
  height: number,
  value: (x: number, y: number) => [number, number, number],
): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) rgb.set(value(i % width, Math.floor(i / width)), 3 * i);
  return { width, height, rgb };
}

function at(pixels: Uint32Array, side: number, x: number, y: number): number[] {
  const word = pixels[y * side + x] ?? 0;
  return [word & 255, (word >> 8) & 255, (word >> 16) & 255, word >>> 24];
}

const noise = (x: number, y: number, c: number) =>
  Math.floor((Math.abs(Math.sin(x * 12.9898 + y * 78.233 + c) * 43758.5453) % 1) * 256);

describe('letterbox', () => {
  it('leaves a picture of the right size as it is, packed', () => {
    const source = picture(16, 16, (x, y) => [noise(x, y, 0), noise(x, y, 1), noise(x, y, 2)]);
    const { pixels, transform } = letterbox(source, 16);
    expect(new Uint8Array(pixels.buffer)).toEqual(
      Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) =>
        i % 4 === 3 ? 255 : (source.rgb[3 * (i >> 2) + (i % 4)] ?? 0),
      ),
    );
    expect(transform).toEqual({ scale: 1, width: 16, height: 16 });
  });

  it('fills the rest with grey', () => {
    const { pixels, transform } = letterbox(
      picture(40, 10, () => [255, 0, 10]),
      8,
    );
    expect(transform).toEqual({ scale: 0.2, width: 8, height: 2 });
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++)
        expect(at(pixels, 8, x, y)).toEqual(y < 2 ? [255, 0, 10, 255] : [128, 128, 128, 255]);
    }
  });

  it('takes the mean of what becomes a pixel, whole and in part', () => {
    const source = picture(6, 6, (x, y) => [noise(x, y, 0), 0, 0]);
    const halved = letterbox(source, 3).pixels;
    const value = (x: number, y: number) => source.rgb[3 * (y * 6 + x)] ?? 0;
    const mean = (value(2, 4) + value(3, 4) + value(2, 5) + value(3, 5)) / 4;
    expect(at(halved, 3, 1, 2)[0]).toBe(Math.floor(mean + 0.5));
    // 6 -> 4: each pixel is 1.5 source pixels wide.
    const narrower = letterbox(source, 4).pixels;
    const corner = (value(0, 0) + (value(1, 0) + value(0, 1)) / 2 + value(1, 1) / 4) / 2.25;
    expect(at(narrower, 4, 0, 0)[0]).toBe(Math.floor(corner + 0.5));
  });

  it('interpolates when growing: a ramp stays a ramp', () => {
    const { pixels } = letterbox(
      picture(8, 8, (x) => [x * 30, 0, 0]),
      32,
    );
    for (let x = 2; x < 30; x++)
      expect(Math.abs((at(pixels, 32, x, 11)[0] ?? 0) - ((x + 0.5) / 4 - 0.5) * 30)).toBeLessThanOrEqual(0.5);
    expect(at(pixels, 32, 0, 0)[0]).toBe(0);
    expect(at(pixels, 32, 31, 31)[0]).toBe(210);
  });

  it('keeps one colour, whatever the sizes, and fills just what the picture covers', () => {
    const size = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(size, size, size, (width, height, side) => {
        const { pixels, transform } = letterbox(
          picture(width, height, () => [7, 77, 201]),
          side,
        );
        const columns = Math.max(1, Math.ceil(transform.width - 1e-6));
        const rows = Math.max(1, Math.ceil(transform.height - 1e-6));
        expect(Math.max(columns, rows)).toBe(side);
        for (let i = 0; i < side * side; i++) {
          const inside = i % side < columns && Math.floor(i / side) < rows;
          if (pixels[i] !== (inside ? 0xffc94d07 : 0xff808080))
            throw new Error(`pixel ${i} is ${pixels[i]?.toString(16)}`);
        }
      }),
    );
  });

  it('refuses what is no picture', () => {
    expect(() => letterbox({ width: 2, height: 2, rgb: new Uint8Array(4) }, 8)).toThrow('3 bytes a pixel');
    expect(() => letterbox({ width: 0, height: 2, rgb: new Uint8Array(0) }, 8)).toThrow('0 x 2');
    expect(() => letterboxTransform(4, 4, 0)).toThrow('side of 0 pixels');
  });
});
