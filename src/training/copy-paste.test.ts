import { describe, expect, it } from 'vitest';
import { pasteObjects } from './copy-paste.ts';
import type { PooledImage } from './pool.ts';

const side = 16;
const square = (x: number, y: number, size: number, category: number) => ({
  category,
  coverage: { x, y, width: size, height: size, data: new Float32Array(size * size).fill(1) },
});
const image = (id: number, colour: number, instances: PooledImage['instances']): PooledImage => ({
  id,
  pixels: new Uint32Array(side * side).fill(colour),
  transform: { scale: 1, width: side, height: 12 },
  width: side,
  height: 12,
  instances,
});
const grey = image(1, 0xff808080, [square(2, 2, 6, 0)]);
const red = image(2, 0xff0000ff, [square(1, 1, 4, 1), square(8, 3, 5, 2)]);
const options = { seed: 3, side, chance: 1 };

const paste = (step: number, chance = 1): PooledImage =>
  pasteObjects([grey], [grey, red], { ...options, step, chance })[0];

describe('copy-paste', () => {
  it('does nothing without a chance, or with one image', () => {
    expect(paste(0, 0)).toBe(grey);
    expect(pasteObjects([grey], [grey], { ...options, step: 0 })[0]).toBe(grey);
  });

  it('lays objects inside the picture, pixels and truth alike, and repeats itself', () => {
    let added = 0;
    for (let step = 0; step < 60; step++) {
      const result = paste(step);
      expect(paste(step)).toEqual(result);
      const truth = new Float32Array(side * side);
      for (const { category, coverage } of result.instances) {
        if (category === 0) continue;
        added++;
        expect(coverage.y + coverage.height).toBeLessThanOrEqual(12);
        coverage.data.forEach((covered, i) => {
          const at = (coverage.y + Math.floor(i / coverage.width)) * side + coverage.x + (i % coverage.width);
          truth[at] += covered;
        });
      }
      // Where an object was pasted the picture is red, elsewhere as before; no pixel has two owners.
      expect([...truth].every((share) => share === 0 || Math.abs(share - 1) < 1e-6)).toBe(true);
      expect([...result.pixels]).toEqual([...truth].map((share) => (share > 0.5 ? 0xff0000ff : 0xff808080)));
    }
    expect(added).toBeGreaterThan(20);
    expect(grey.pixels.every((colour) => colour === 0xff808080)).toBe(true);
  });

  it('takes what is covered from the truth, and what is hidden altogether out of it', () => {
    const results = Array.from({ length: 200 }, (_, step) => paste(step));
    const areas = results.map(
      ({ instances }) =>
        instances.find(({ category }) => category === 0)?.coverage.data.reduce((sum, share) => sum + share) ??
        0,
    );
    expect(areas.some((area) => area === 36)).toBe(true);
    expect(areas.some((area) => area > 0 && area < 36)).toBe(true);
    expect(areas.every((area) => area === 0 || area > 0.2 * 36)).toBe(true);
  });
});
