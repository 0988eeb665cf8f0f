import { describe, expect, it } from 'vitest';
import { overlay } from './overlay.ts';
import { discLogits } from './testing/discs.ts';
import { draws } from './testing/values.ts';

const grey = 0xff808080;

/** Red, green, blue, fill opacity, outline opacity, visible, dash, hatch. */
type Row = readonly [number, number, number, number, number, number, number, number];
const red: Row = [1, 0, 0, 0.5, 1, 1, 0, 0];
const blue: Row = [0, 0, 1, 0.25, 0.5, 1, 0, 0];
const dashed: Row = [0, 1, 1, 0.3, 1, 1, 3, 0];
const hatched: Row = [1, 1, 0, 0.6, 0.8, 1, 0, 5];

interface Scene {
  readonly width: number;
  readonly height: number;
  readonly maskSide: number;
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly outlineWidth: number;
}

const draw = (
  scene: Scene,
  logits: Float32Array,
  rows: readonly Row[],
  picture?: Uint32Array,
): Uint32Array => {
  const pixels = scene.width * scene.height;
  const drawn = new Uint32Array(pixels);
  overlay.twin(
    {
      picture: picture ?? new Uint32Array(pixels).fill(grey),
      logits,
      instances: Float32Array.from(rows.flat()),
      drawn,
    },
    { ...scene, count: rows.length },
  );
  return drawn;
};

const bytes = (packed: number): number[] => [0, 8, 16, 24].map((shift) => (packed >>> shift) & 255);

/** The header's equations for one channel of one pixel, without boxes or shared rows. */
const plain = (
  scene: Scene,
  logits: Float32Array,
  rows: readonly Row[],
  x: number,
  y: number,
  below: number,
  channel: number,
): number => {
  const { maskSide, scale, offsetX, offsetY, outlineWidth } = scene;
  const reach = Math.ceil(Math.SQRT2 * (outlineWidth / 2 + 0.5));
  const logitAt = (plane: number, px: number, py: number): number => {
    const clampToPlane = (at: number) => Math.min(maskSide - 1, Math.max(0, at));
    const u = clampToPlane((px + 0.5) * scale + offsetX - 0.5);
    const v = clampToPlane((py + 0.5) * scale + offsetY - 0.5);
    let sum = 0;
    for (let my = 0; my < maskSide; my++)
      for (let mx = 0; mx < maskSide; mx++)
        sum +=
          Math.max(0, 1 - Math.abs(u - mx)) *
          Math.max(0, 1 - Math.abs(v - my)) *
          logits[(plane * maskSide + my) * maskSide + mx];
    return sum;
  };
  return rows.reduce((value, row, i) => {
    if (!row[5]) return value;
    const here = logitAt(i, x, y);
    const [east, west] = [logitAt(i, x + reach, y), logitAt(i, x - reach, y)];
    const [south, north] = [logitAt(i, x, y + reach), logitAt(i, x, y - reach)];
    const all = [here, east, west, south, north];
    let fill = here > 0 ? 1 : 0;
    let outline = 0;
    if (all.some((q) => q > 0) && all.some((q) => q <= 0)) {
      const slope = Math.hypot(east - west, south - north) / (2 * reach);
      const distance = here / Math.max(slope, 1e-6);
      fill = Math.min(1, Math.max(0, distance + 0.5));
      outline = Math.min(1, Math.max(0, outlineWidth / 2 + 0.5 - Math.abs(distance)));
    }
    if (row[6] && (Math.floor(x / row[6]) + Math.floor(y / row[6])) % 2 === 1) outline = 0;
    if (row[7] && (x + y) % row[7] >= row[7] / 2) fill = 0;
    const filled = value + (255 * row[channel] - value) * fill * row[3];
    return filled + (255 * row[channel] - filled) * outline * row[4];
  }, below);
};

describe('overlay', () => {
  it('equals its equations at every pixel: overlaps, hidden instances, patterns, borders, an offset', () => {
    const scene = {
      width: 37,
      height: 29,
      maskSide: 12,
      scale: 0.31,
      offsetX: 0.4,
      offsetY: 1.3,
      outlineWidth: 1.5,
    };
    const logits = discLogits(
      [
        { x: 4, y: 5, radius: 3, steepness: 2 },
        { x: 6.5, y: 5.5, radius: 2.4, steepness: 9 },
        { x: 6, y: 6, radius: 4, steepness: 1 },
        { x: 11.5, y: 0.5, radius: 4, steepness: 0.5 },
        { x: 6, y: 6, radius: -2, steepness: 1 },
      ],
      12,
    );
    const hidden: Row = [0, 1, 0, 1, 1, 0, 0, 0];
    const rows = [dashed, hatched, hidden, blue, red];
    const random = draws(60);
    const picture = Uint32Array.from({ length: 37 * 29 }, () => Math.floor(random(0, 2 ** 32)));
    const drawn = draw(scene, logits, rows, picture);
    let changed = 0;
    drawn.forEach((packed, i) => {
      const below = bytes(picture[i]);
      const above = bytes(packed);
      expect(above[3]).toBe(below[3]);
      if (above.join() !== below.join()) changed++;
      for (let channel = 0; channel < 3; channel++) {
        const expected = plain(scene, logits, rows, i % 37, Math.floor(i / 37), below[channel], channel);
        // Half for rounding, a little for f32.
        expect(Math.abs(above[channel] - expected)).toBeLessThan(0.51);
      }
    });
    expect(changed).toBeGreaterThan(200);
    expect(changed).toBeLessThan(37 * 29);
  });

  it('draws an outline of the width asked for, round a disc', () => {
    const scene = {
      width: 200,
      height: 200,
      maskSide: 100,
      scale: 0.5,
      offsetX: 0,
      offsetY: 0,
      outlineWidth: 3,
    };
    const logits = discLogits([{ x: 50, y: 50, radius: 30, steepness: 4 }], 100);
    const onlyOutline: Row = [1, 1, 1, 0, 1, 1, 0, 0];
    const drawn = draw(scene, logits, [onlyOutline], new Uint32Array(200 * 200).fill(0xff000000));
    const area = drawn.reduce((sum, packed) => sum + (packed & 255) / 255, 0);
    // A ring of radius 60 display pixels, 3 wide.
    expect(area / (2 * Math.PI * 60 * 3)).toBeGreaterThan(0.99);
    expect(area / (2 * Math.PI * 60 * 3)).toBeLessThan(1.01);
    const filled: Row = [1, 1, 1, 1, 0, 1, 0, 0];
    const disc = draw(scene, logits, [filled], new Uint32Array(200 * 200).fill(0xff000000));
    const covered = disc.reduce((sum, packed) => sum + (packed & 255) / 255, 0);
    expect(covered / (Math.PI * 60 ** 2)).toBeCloseTo(1, 2);
  });
});
