import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMask, encodeMask } from './dense.ts';
import { maskUnion } from './overlap.ts';
import { rasterisePolygon } from './polygons.ts';
import { cutMask, holeAt, holesOf, partsOf } from './regions.ts';
import { maskOdd, ringArea, ringsOf, withRing } from './rings.ts';
import { maskArea, type Rle } from './rle.ts';
import { simplified } from './simplified.ts';

/** Rows of "#" and ".". */
const mask = (...rows: string[]): Rle =>
  encodeMask(
    Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 1 : 0)),
    rows[0].length,
    rows.length,
  );
const drawn = (rle: Rle): string[] => {
  const bits = decodeMask(rle);
  return Array.from({ length: rle.height }, (_, y) =>
    Array.from({ length: rle.width }, (_, x) => (bits[y * rle.width + x] === 1 ? '#' : '.')).join(''),
  );
};
const anyMask = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
      .map((bits) => encodeMask(bits, width, height)),
  );

describe('parts', () => {
  it('touch at corners and not at all, largest first', () => {
    const parts = partsOf(mask('#....', '.#..#', '....#', '#....'));
    expect(parts.map(drawn)).toEqual([
      ['#....', '.#...', '.....', '.....'],
      ['.....', '....#', '....#', '.....'],
      ['.....', '.....', '.....', '#....'],
    ]);
  });

  it('make up the mask, each pixel in one of them', () => {
    fc.assert(
      fc.property(anyMask, (whole) => {
        const parts = partsOf(whole);
        expect(parts.reduce((sum, part) => sum + maskArea(part), 0)).toBe(maskArea(whole));
        if (parts.length > 0) expect([...maskUnion(parts).counts]).toEqual([...whole.counts]);
      }),
    );
  });
});

describe('holes', () => {
  const ring = mask('.###.', '##.##', '#...#', '####.', '#.#..');
  it('are what the mask encloses, and nothing at the border of the image', () => {
    const hole = holeAt(ring, 2.5, 2.5);
    expect(hole && drawn(hole)).toEqual(['.....', '..#..', '.###.', '.....', '.....']);
    expect(holeAt(ring, 1.5, 4.5)).toBeUndefined();
    expect(holeAt(ring, 0.5, 0.5)).toBeUndefined();
    expect(holeAt(ring, 2.5, 0.5)).toBeUndefined();
    expect(holesOf(ring) && drawn(holesOf(ring) ?? ring)).toEqual(hole && drawn(hole));
    expect(holesOf(mask('##', '##'))).toBeUndefined();
  });
});

describe('a cut', () => {
  it('makes two of one, and loses no pixel', () => {
    const block = mask('######', '######', '######', '######');
    const parts = cutMask(block, [3, -1, 3, 5]);
    expect(parts).toHaveLength(2);
    expect(parts.reduce((sum, part) => sum + maskArea(part), 0)).toBe(24);
    expect([...maskUnion(parts).counts]).toEqual([...block.counts]);
    expect(parts.map(maskArea)).toEqual([12, 12]);
  });

  it('that does not go through changes nothing', () => {
    const block = mask('######', '######', '######', '######', '######', '######');
    expect(cutMask(block, [3, -1, 3, 1])).toEqual([block]);
    expect(cutMask(block, [30, 30, 40, 40])).toEqual([block]);
  });

  it('anywhere through anything keeps every pixel once', () => {
    const point = fc.double({ min: -2, max: 11, noNaN: true });
    fc.assert(
      fc.property(anyMask, fc.array(point, { minLength: 4, maxLength: 4 }), (whole, line) => {
        fc.pre(maskArea(whole) > 0);
        const parts = cutMask(whole, line);
        expect(parts.reduce((sum, part) => sum + maskArea(part), 0)).toBe(maskArea(whole));
        expect([...maskUnion(parts).counts]).toEqual([...whole.counts]);
      }),
    );
  });
});

describe('rings', () => {
  it('give the mask again, outsides positive, holes negative', () => {
    fc.assert(
      fc.property(anyMask, (whole) => {
        const rings = ringsOf(whole);
        expect(rings.reduce((sum, ring) => sum + ringArea(ring), 0)).toBe(maskArea(whole));
        if (rings.length === 0) return;
        const filled = rings.map((ring) => rasterisePolygon(ring, whole.width, whole.height));
        expect([...maskOdd(filled).counts]).toEqual([...whole.counts]);
      }),
    );
  });

  it('are simplified to their corners, none of which is far off', () => {
    const block = ringsOf(mask('####', '####', '####'))[0];
    expect(simplified(block, 1)).toEqual(block);
    const stairs = ringsOf(mask('#...', '##..', '###.', '####'))[0];
    const fewer = simplified(stairs, 1);
    expect(fewer.length).toBeLessThan(stairs.length);
    expect(fewer.length).toBeGreaterThanOrEqual(6);
  });

  it('edited at a corner, change the mask there and nowhere else', () => {
    const rows = Array.from({ length: 20 }, (_, y) =>
      Array.from({ length: 20 }, (_, x) => (x >= 4 && x < 14 && y >= 4 && y < 14 ? '#' : '.')).join(''),
    );
    // A dent that a simplified ring does not know.
    rows[8] = `....${'.'}#########......`;
    const whole = mask(...rows);
    const before = [4, 4, 14, 4, 14, 14, 4, 14];
    const after = [4, 4, 18, 4, 14, 14, 4, 14];
    const edges = { before: [4, 4, 14, 4, 14, 14], after: [4, 4, 18, 4, 14, 14] };
    const edited = drawn(withRing(whole, before, after, edges));
    expect(edited[8].slice(0, 6)).toBe('.....#');
    expect(edited[5].slice(12, 18)).toBe('#####.');
    expect(edited.slice(14)).toEqual(rows.slice(14));
    // A hole's corner moved outward makes the mask smaller.
    const holed = maskOdd([whole, rasterisePolygon([7, 10, 10, 10, 10, 13, 7, 13], 20, 20)]);
    const hole = ringsOf(holed).find((ring) => ringArea(ring) < 0) ?? [];
    const at = hole.findIndex((value, i) => i % 2 === 0 && value === 10 && hole[i + 1] === 10);
    const wider = hole.with(at, 12).with(at + 1, 9);
    const turn = (i: number) => [
      hole[(i + hole.length) % hole.length],
      hole[(i + 1 + hole.length) % hole.length],
    ];
    const smaller = withRing(holed, hole, wider, {
      before: [...turn(at - 2), 10, 10, ...turn(at + 2)],
      after: [...turn(at - 2), 12, 9, ...turn(at + 2)],
    });
    expect(maskArea(smaller)).toBeLessThan(maskArea(holed));
  });
});

it('costs no more than the outline of an object, however large: it is done while a person draws', () => {
  const side = 3000;
  const bits = new Uint8Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const distance = Math.hypot(x - side / 2, y - side / 2);
      bits[y * side + x] = distance > 200 && distance < 1450 ? 1 : 0;
    }
  const ring = encodeMask(bits, side, side);
  const began = performance.now();
  const hole = holeAt(ring, side / 2, side / 2);
  const halves = cutMask(ring, [side / 2, -1, side / 2, side + 1]);
  // On pixels it took twenty seconds; on a busy machine it may take ten times its 30 ms.
  expect(performance.now() - began).toBeLessThan(2000);
  expect(hole && maskArea(hole)).toBeGreaterThan(120_000);
  expect(halves).toHaveLength(2);
  expect(halves.reduce((sum, half) => sum + maskArea(half), 0)).toBe(maskArea(ring));
});
