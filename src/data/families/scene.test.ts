import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { familyScene } from './scene.ts';

const SIDE = 128;
const scenes = Array.from({ length: 60 }, (_, index) => familyScene(3, index, SIDE));

describe('the families', () => {
  it('make the same scene from the same seed and index, and another from others', () => {
    expect(familyScene(3, 7, SIDE)).toEqual(scenes[7]);
    expect(familyScene(4, 7, SIDE).pixels).not.toEqual(scenes[7]?.pixels);
    expect(scenes[8]?.pixels).not.toEqual(scenes[7]?.pixels);
  });

  it('show most classes soon, of sizes that people label', () => {
    const seen = new Set(scenes.flatMap(({ instances }) => instances.map(({ category }) => category)));
    expect(seen.size).toBeGreaterThan(0.7 * catalogue.length);
    expect(Math.max(...seen)).toBeLessThan(catalogue.length);
    const areas = scenes
      .flatMap(({ instances }) => instances.map(({ coverage }) => coverage.data.reduce((a, b) => a + b, 0)))
      .sort((a, b) => a - b);
    const median = areas[Math.floor(areas.length / 2)];
    expect(median).toBeGreaterThan(200);
    expect(median).toBeLessThan(800);
  });

  it('cover no pixel more than once', () => {
    for (const { instances } of scenes) {
      const sum = new Float32Array(SIDE * SIDE);
      for (const { coverage } of instances) {
        const { x, y, width, data } = coverage;
        expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
        data.forEach((value, i) => {
          sum[(y + Math.floor(i / width)) * SIDE + x + (i % width)] += value;
        });
      }
      expect(Math.max(...sum)).toBeLessThanOrEqual(1 + 1e-5);
    }
  });

  it.each(catalogue.map((one) => [one.name, one] as const))(
    '%s lies within its frame, and fills some of it',
    (_, { shape }) => {
      const samples = Array.from({ length: 60 * 60 }, (_, i) => {
        const u = ((i % 60) / 59) * 3 - 1.5;
        const v = (Math.floor(i / 60) / 59) * 3 - 1.5;
        return { ...shape(u, v), radius: Math.hypot(u, v) };
      });
      const marks = samples.map(({ mark }) => mark);
      expect(Math.min(...marks)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...marks)).toBeLessThanOrEqual(1);
      const covered = samples.filter(({ depth }) => depth > 0);
      expect(Math.max(...covered.map(({ radius }) => radius))).toBeLessThan(1.12);
      // Of the unit circle, which holds pi / 9 of the samples.
      expect(covered.length / (3600 * (Math.PI / 9))).toBeGreaterThan(0.15);
    },
  );

  it('look different from class to class: no two outlines and markings coincide', () => {
    const picture = ({ shape }: (typeof catalogue)[number]): number[] =>
      Array.from({ length: 400 }, (_, i) => {
        const { depth, mark } = shape(((i % 20) / 19) * 2 - 1, (Math.floor(i / 20) / 19) * 2 - 1);
        return depth > 0 ? 1 + mark : 0;
      });
    const pictures = catalogue.map(picture);
    const distances = pictures.flatMap((one, i) =>
      pictures
        .slice(i + 1)
        .map((other) => one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0)),
    );
    expect(distances.reduce((least, distance) => Math.min(least, distance))).toBeGreaterThan(8);
  });
});
