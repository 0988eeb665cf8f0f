import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SegmenterOptions } from './geometry.ts';
import { assignTargets, type TargetInstance } from './targets.ts';

/** At side 128 there are 16 x 16 cells and 64 x 64 mask pixels: 4 mask pixels a cell. */
const options: SegmenterOptions = { side: 128, classes: 4, maskChannels: 16, slots: 3 };
const GRID = 16;
const CELLS = 256;
const MASK = 64;

/** A rectangle in mask pixels, wholly covered. */
function box(x: number, y: number, width: number, height: number, category = 0): TargetInstance {
  const data = new Float32Array(width * height).fill(1);
  return { category, coverage: { x, y, width, height, data } };
}

const cellAt = (x: number, y: number): number => y * GRID + x;
const assign = (instances: readonly TargetInstance[], slots = options.slots) =>
  assignTargets([instances], { ...options, slots });
/** Every fourth number of `cells`, from `column` on. */
const column = (cells: Uint32Array, at: number): number[] => [...cells.filter((_, i) => i % 4 === at)];

describe('the centre of an instance', () => {
  it('is its centroid, a cell centre being a whole number', () => {
    // Mask pixels 4..8 and 8..12: centroid (6, 10), that is (6/4 - 1/2, 10/4 - 1/2) = (1, 2) in cells.
    const { cells, heat } = assign([box(4, 8, 4, 4)]);
    expect(column(cells, 1)).toEqual([cellAt(1, 2)]);
    expect(heat[cellAt(1, 2)]).toBe(1);
  });

  it('weighs pixels by their coverage', () => {
    // Columns at 5.5, 6.5, 7.5 with masses 1, 0, 3 in each of 4 rows at 8..12: centroid x = (5.5 + 22.5) / 4 = 7.
    const data = Float32Array.from({ length: 12 }, (_, i) => [0.25, 0, 0.75][i % 3]);
    const { heat } = assign([{ category: 0, coverage: { x: 5, y: 8, width: 3, height: 4, data } }]);
    // 7/4 - 1/2 = 1.25 cells: neighbours at distances .25, .75 and 1.25; spread .5, so that 2 s^2 = .5.
    expect(heat[cellAt(1, 2)]).toBe(1);
    expect(heat[cellAt(2, 2)]).toBeCloseTo(Math.exp(-(0.75 ** 2) / 0.5), 6);
    expect(heat[cellAt(0, 2)]).toBeCloseTo(Math.exp(-(1.25 ** 2) / 0.5), 6);
    expect(heat[cellAt(1, 3)]).toBeCloseTo(Math.exp(-(0.25 ** 2 + 1) / 0.5), 6);
  });

  it('is that of the visible part', () => {
    // Of mask pixels -8..4 only 0..4 are in the frame: centroid 2, cell 0.
    const { cells, planes } = assign([box(-8, 0, 12, 4)]);
    expect(column(cells, 1)).toEqual([cellAt(0, 0)]);
    expect(planes.reduce((sum, value) => sum + value, 0)).toBe(16);
  });

  it('goes to the first of cells equally near', () => {
    // The whole frame: centroid 32, that is 7.5 cells.
    const { heat } = assign([box(0, 0, MASK, MASK)]);
    expect(heat[cellAt(7, 7)]).toBe(1);
    expect(heat.filter((value) => value === 1)).toHaveLength(1);
  });
});

describe('the heat of an instance', () => {
  it.each([
    // s = clamp(.27 sqrt(area) / 8, .5, 1.2), area in input pixels: four to a mask pixel.
    { name: 'is at least half a cell wide', size: 4, spread: 0.5 },
    {
      name: 'grows with the root of the area',
      size: 16,
      spread: (0.27 * 32) / 8,
    },
    { name: 'lies between', size: 12, spread: (0.27 * 24) / 8 },
    { name: 'is at most 1.2 cells wide', size: 60, spread: 1.2 },
  ])('$name: $size mask pixels, spread $spread', ({ size, spread }) => {
    // Centred on mask pixel 30, cell 7.
    const { heat } = assign([box(30 - size / 2, 30 - size / 2, size, size)]);
    const at = (dx: number, dy: number): number => heat[cellAt(7 + dx, 7 + dy)];
    expect(at(0, 0)).toBe(1);
    expect(at(1, 0)).toBeCloseTo(Math.exp(-1 / (2 * spread ** 2)), 6);
    expect(at(-1, 1)).toBeCloseTo(Math.exp(-2 / (2 * spread ** 2)), 6);
    expect(at(0, -3)).toBeCloseTo(Math.exp(-9 / (2 * spread ** 2)), 6);
  });
});

describe('cells that predict a mask', () => {
  it('are those warmer than a half, each weighing the same', () => {
    // Spread 1.2: e^(-d^2 / 2.88) > .5 where d^2 < 1.996: of d^2 = .5 (four cells) and 2.5 only the four.
    const { cells, rowFigures, rows } = assign([{ ...box(0, 0, MASK, MASK), maskWeight: 0.5 }]);
    expect(rows).toBe(4);
    expect(column(cells, 1)).toEqual([cellAt(7, 7), cellAt(8, 7), cellAt(7, 8), cellAt(8, 8)]);
    expect([...rowFigures]).toEqual([0, 1, 2, 3].flatMap(() => [0.125, 0, 0, 0]));
  });

  it('belong to the instance that warms them most', () => {
    // Both 20 x 20 (spread 1.2), centred on cells 7 and 9 of row 7: cell (8, 7) is as warm from both, the first
    // keeps it; beside it all others are nearer to one of them.
    const { cells, heat } = assign([box(20, 20, 20, 20), box(28, 20, 20, 20)]);
    const owners = new Map(column(cells, 1).map((cell, row) => [cell, column(cells, 2)[row]]));
    expect(heat[cellAt(8, 7)]).toBeCloseTo(Math.exp(-1 / 2.88), 6);
    expect(owners.get(cellAt(8, 7))).toBe(0);
    expect(owners.get(cellAt(7, 7))).toBe(0);
    expect(owners.get(cellAt(9, 7))).toBe(1);
    expect(owners.get(cellAt(9, 6))).toBe(1);
    expect(owners.get(cellAt(10, 7))).toBe(1);
  });

  it('are never the own cell of another instance', () => {
    // Cell 8 is warm from the large one around cell 7, and the small one's own.
    const { cells } = assign([box(20, 20, 20, 20), box(32, 28, 4, 4)]);
    const owners = new Map(column(cells, 1).map((cell, row) => [cell, column(cells, 2)[row]]));
    expect(owners.get(cellAt(8, 7))).toBe(1);
  });
});

describe('what a slot is to learn of its class', () => {
  it('is the class for certain, or what is thought of each; nothing where it is unused', () => {
    const doubt = { ...box(40, 40, 4, 4, 1), classGoal: Float32Array.of(0.125, 0.5, 0.25, 0.125) };
    const { classGoals } = assign([box(4, 4, 4, 4, 3), doubt], 3);
    expect([...classGoals]).toEqual([0, 0, 0, 1, 0.125, 0.5, 0.25, 0.125, 0, 0, 0, 0]);
  });
});

describe('two instances with one centre', () => {
  it('get cells of their own: the second the nearest that is free', () => {
    const { cells, heat, cellChoice, instances } = assign([box(28, 28, 4, 4, 1), box(28, 28, 4, 4, 2)]);
    // Of the four neighbours at distance 1 the first in the grid is above.
    expect(column(cells, 1)).toEqual([cellAt(7, 7), cellAt(7, 6)]);
    expect(column(cells, 2)).toEqual([0, 1]);
    expect([heat[cellAt(7, 7)], heat[cellAt(7, 6)]]).toEqual([1, 1]);
    expect(cellChoice[cellAt(7, 7)]).toBe(1);
    expect(cellChoice[CELLS + cellAt(7, 6)]).toBe(1);
    expect(instances).toBe(2);
  });
});

describe('more instances than slots', () => {
  it('warm the grid and are counted, but teach neither class nor mask', () => {
    const targets = assign([box(4, 4, 4, 4, 3), box(40, 40, 4, 4, 2)], 1);
    expect(targets.instances).toBe(2);
    expect(targets.heat[cellAt(1, 1)]).toBe(1);
    expect(targets.heat[cellAt(10, 10)]).toBe(1);
    expect(targets.targets).toBe(1);
    expect([...targets.slots]).toEqual([0]);
    expect([...targets.labels]).toEqual([3]);
    expect(column(targets.cells, 1)).toEqual([cellAt(1, 1)]);
    expect(targets.planes).toHaveLength(MASK * MASK);
  });

  it('still own the cells that they warm most', () => {
    // The first, large, is warm at cell 8; the second, without a slot, has its centre there.
    const { cells } = assign([box(20, 20, 20, 20), box(32, 28, 4, 4)], 1);
    expect(column(cells, 1)).not.toContain(cellAt(8, 7));
  });
});

describe('a batch', () => {
  it('keeps images apart', () => {
    const targets = assignTargets(
      [[], [box(4, 4, 4, 4, 3)], [box(40, 40, 4, 4, 1), box(8, 4, 4, 4, 2)]],
      options,
    );
    expect([...targets.imageStart]).toEqual([0, 0, 1, 3]);
    expect(column(targets.cells, 0)).toEqual([1, 2, 2]);
    expect(column(targets.cells, 2)).toEqual([0, 1, 2]);
    expect([...targets.slots]).toEqual([3, 6, 7]);
    expect([...targets.labels]).toEqual([0, 0, 0, 3, 0, 0, 1, 2, 0]);
    expect([...targets.labelWeights]).toEqual([0, 0, 0, 1, 0, 0, 1, 1, 0]);
    expect(targets.heat.slice(0, CELLS).every((value) => value === 0)).toBe(true);
    expect(targets.instances).toBe(3);
  });

  it('without instances divides by one and teaches emptiness', () => {
    const targets = assignTargets([[], []], options);
    expect(targets.instances).toBe(1);
    expect(targets.rows).toBe(0);
    expect(targets.targets).toBe(0);
    expect([...targets.imageStart]).toEqual([0, 0, 0]);
    expect(targets.heat).toEqual(new Float32Array(2 * CELLS));
  });
});

describe('instances that teach nothing', () => {
  it.each([
    ['of less than 12 input pixels', box(10, 10, 2, 1)],
    ['left of the frame', box(-9, 10, 9, 9)],
    ['right of the frame', box(MASK, 10, 9, 9)],
    ['above the frame', box(10, -9, 9, 9)],
    ['below the frame', box(10, MASK, 9, 9)],
    ['with an empty box', box(10, 10, 0, 0)],
  ])('%s are left out', (_, instance) => {
    const targets = assign([instance]);
    expect(targets.targets).toBe(0);
    expect(targets.heat).toEqual(new Float32Array(CELLS));
  });

  it('end at 12 input pixels', () => {
    expect(assign([box(10, 10, 3, 1)]).targets).toBe(1);
  });
});

describe('planes', () => {
  it('hold the coverage at its place and nothing else', () => {
    const instance = box(61, 62, 6, 5);
    const { planes } = assign([instance]);
    const expected = new Float32Array(MASK * MASK);
    for (const y of [62, 63]) for (const x of [61, 62, 63]) expected[y * MASK + x] = 1;
    expect(planes.findIndex((value, i) => value !== expected[i])).toBe(-1);
    expect(planes).toHaveLength(expected.length);
  });
});

describe('whatever the instances', () => {
  const anyBox = fc
    .tuple(fc.integer({ min: -20, max: 70 }), fc.integer({ min: -20, max: 70 }))
    .chain(([x, y]) =>
      fc
        .tuple(
          fc.integer({ min: 0, max: 30 }),
          fc.integer({ min: 0, max: 30 }),
          fc.integer({ min: 0, max: 3 }),
        )
        .map(([width, height, category]) => box(x, y, width, height, category)),
    );

  it('no cell is claimed twice, every target has rows, and they weigh one', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyBox, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), (images) => {
        const targets = assignTargets(images, options);
        const imageOfRow = column(targets.cells, 0);
        const cells = column(targets.cells, 1);
        const owners = column(targets.cells, 2);
        expect(new Set(cells.map((cell, row) => imageOfRow[row] * CELLS + cell)).size).toBe(targets.rows);
        expect(imageOfRow).toEqual(imageOfRow.toSorted((a, b) => a - b));
        expect(owners).toEqual(owners.toSorted((a, b) => a - b));
        const weights = new Float64Array(targets.targets);
        owners.forEach((target, row) => {
          weights[target] += targets.rowFigures[row * 4];
        });
        for (const weight of weights) expect(weight).toBeCloseTo(1, 5);
        expect(targets.heat.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(targets.heat.filter((value) => value === 1).length).toBeLessThanOrEqual(targets.instances);
        expect(targets.imageStart.at(-1)).toBe(targets.rows);
      }),
      { numRuns: 60 },
    );
  });

  it('a frame cannot hold more of them than it has cells', () => {
    const { instances, heat } = assign(Array.from({ length: CELLS + 10 }, () => box(28, 28, 4, 4)));
    expect(instances).toBe(CELLS);
    expect(heat).toEqual(new Float32Array(CELLS).fill(1));
  });
});
