import { describe, expect, it } from 'vitest';
import { geometryOf, type SegmenterOptions } from '../network/geometry.ts';
import { assignTargets, type PseudoInstance, type TrueInstance } from '../network/targets.ts';
import { weighUnlabelled } from './teach.ts';

const options: SegmenterOptions = { side: 128, classes: 3, maskChannels: 16, slots: 4 };
const geometry = geometryOf(options.side);
const { cells, gridSide } = geometry;

const truth = (x: number): TrueInstance => ({
  category: 0,
  coverage: { x, y: 8, width: 8, height: 8, data: new Float32Array(64).fill(1) },
});
/** Centred on cell (4, 4): pixel (4 + 1/2) * 4 = 18. */
const pseudo = (row: number, changes: Partial<PseudoInstance> = {}): PseudoInstance => ({
  category: 1,
  row,
  x: 18,
  y: 18,
  mass: 64,
  ...changes,
});
const SURE_NOTHING = -10;
/** Logit of .3: neither object nor background. */
const DOUBT = Math.log(0.3 / 0.7);

/** Two labelled images with three instances, then the unlabelled ones. */
function weigh(
  unlabelled: readonly (readonly PseudoInstance[])[],
  lambda: number,
  objectness?: Float32Array,
) {
  const targets = assignTargets([[truth(8), truth(40)], [truth(20)], ...unlabelled], options);
  const seen = objectness ?? new Float32Array(unlabelled.length * cells).fill(SURE_NOTHING);
  return weighUnlabelled(targets, 2, { objectness: seen }, lambda, geometry, options.slots);
}

/** Sum of row weights of an image's instances in the mask loss. */
const rowWeight = (targets: ReturnType<typeof weigh>, image: number): number => {
  let sum = 0;
  for (let row = targets.imageStart[image]; row < targets.imageStart[image + 1]; row++)
    sum += targets.rowFigures[row * 4];
  return sum;
};

describe('pseudo-labels in a batch', () => {
  it('weigh lambda n_sup / n_unsup, so that both losses are means over their own instances', () => {
    // 3 true instances in 2 images, 4 pseudo-labels in 2 others: .5 * 3 / 4.
    const pair = [pseudo(5), pseudo(6, { x: 40, y: 40 })];
    const targets = weigh([pair, pair], 0.5);
    expect(targets.instances).toBe(3);
    expect([0, 1, 2, 3].map((image) => rowWeight(targets, image))).toEqual([2, 1, 0.75, 0.75]);
    const { labelWeights } = targets;
    const weight = 0.375;
    expect([...labelWeights]).toEqual([1, 1, 0, 0, 1, 0, 0, 0, weight, weight, 0, 0, weight, weight, 0, 0]);
    expect(targets.cellWeights[0]).toBe(1);
    expect(targets.cellWeights[2 * cells]).toBe(weight);
  });

  it('fewer than labelled images have count as so many, so that a single one does not shout', () => {
    // 1 pseudo-label in 4 images, where 1.5 each are usual: 1 * 3 / 6.
    const targets = weigh([[pseudo(0)], [], [], []], 1);
    expect(rowWeight(targets, 2)).toBe(0.5);
  });

  it('are marked as such, and name their row of the teacher', () => {
    const { pseudo: found, rowFigures, imageStart, planes, targets } = weigh([[pseudo(5)]], 1);
    expect(found).toEqual([{ target: 3, row: 5 }]);
    expect(targets).toBe(4);
    expect(rowFigures[imageStart[2] * 4 + 1]).toBe(1);
    expect(rowFigures[1]).toBe(0);
    expect(planes.subarray(3 * geometry.maskPixels).every((value) => value === 0)).toBe(true);
  });

  it('stand where their masks are', () => {
    const { heat } = weigh([[pseudo(0)]], 1);
    expect(heat[2 * cells + 4 * gridSide + 4]).toBe(1);
  });

  it('may teach a mask without a class', () => {
    const targets = weigh([[pseudo(0, { classWeight: 0 })]], 1);
    expect(targets.labelWeights[2 * options.slots]).toBe(0);
    expect(rowWeight(targets, 2)).toBeGreaterThan(0);
  });

  it('an image without any teaches nothing, not even background', () => {
    const { cellWeights } = weigh([[pseudo(0)], []], 1);
    expect(cellWeights.subarray(3 * cells).every((weight) => weight === 0)).toBe(true);
  });

  it('cells that the teacher doubts teach nothing, unless a pseudo-label is there', () => {
    const seen = new Float32Array(cells).fill(SURE_NOTHING);
    const own = 4 * gridSide + 4;
    const elsewhere = 10 * gridSide + 10;
    seen[own] = DOUBT;
    seen[elsewhere] = DOUBT;
    const { cellWeights } = weigh([[pseudo(0)]], 1, seen);
    expect(cellWeights[2 * cells + own]).toBe(2);
    expect(cellWeights[2 * cells + elsewhere]).toBe(0);
    expect(cellWeights[2 * cells + elsewhere + 1]).toBe(2);
  });
});
