import { expect, it } from 'vitest';
import { objectnessLoss } from './objectness-loss.ts';
import { centralDifference, draws } from './testing/values.ts';

const images = 3;
const cells = 25;
const normaliser = 4;
const draw = draws(21);
const logits = Float32Array.from({ length: images * cells }, () => draw(-6, 6));
/** A third of the cells are exact positives, some are ignored. */
const heat = logits.map(() => (draw(0, 1) < 0.3 ? 1 : draw(0, 1)));
const weights = logits.map(() => (draw(0, 1) < 0.2 ? 0 : draw(0.2, 1.5)));

/** CornerNet's equation 1, literally, for one cell. */
function plainLoss(x: number, h: number, weight: number): number {
  const p = 1 / (1 + Math.exp(-x));
  const loss = h === 1 ? -((1 - p) ** 2) * Math.log(p) : -((1 - h) ** 4) * p ** 2 * Math.log(1 - p);
  return (weight * loss) / normaliser;
}

function run(
  given: { logits: Float32Array; heat: Float32Array; weights: Float32Array },
  shape = { images, cells },
) {
  const gradient = new Float32Array(given.logits.length).fill(Number.NaN);
  const losses = new Float32Array(shape.images).fill(Number.NaN);
  objectnessLoss.twin({ ...given, gradient, losses }, { ...shape, normaliser });
  return { gradient, losses };
}

it('sums the focal loss over the cells of each image', () => {
  const { losses } = run({ logits, heat, weights });
  for (let image = 0; image < images; image++) {
    let expected = 0;
    for (let i = image * cells; i < (image + 1) * cells; i++)
      expected += plainLoss(logits[i], heat[i], weights[i]);
    expect(losses[image] / expected).toBeCloseTo(1, 5);
  }
});

it('has the gradient that central differences have, focal factor included', () => {
  const { gradient } = run({ logits, heat, weights });
  expect(heat.filter((h) => h === 1).length).toBeGreaterThan(10);
  gradient.forEach((slope, i) => {
    const at = (x: Float64Array) => plainLoss(x[0], heat[i], weights[i]);
    expect(slope).toBeCloseTo(centralDifference(at, Float64Array.of(logits[i]), 0), 6);
  });
});

it('is finite at extreme logits, where being wrong by 200 costs 200', () => {
  const { gradient, losses } = run(
    {
      logits: Float32Array.of(200, -200, 200, -200),
      heat: Float32Array.of(0, 1, 1, 0),
      weights: Float32Array.of(1, 1, 1, 1),
    },
    { images: 4, cells: 1 },
  );
  expect(losses[0] * normaliser).toBeCloseTo(200, 4);
  expect(losses[1] * normaliser).toBeCloseTo(200, 4);
  expect(gradient[0] * normaliser).toBeCloseTo(1, 4);
  expect(gradient[1] * normaliser).toBeCloseTo(-1, 4);
  for (const right of [2, 3]) {
    expect(losses[right]).toBeCloseTo(0, 10);
    expect(gradient[right]).toBeCloseTo(0, 10);
  }
});

it('an ignored cell counts for nothing, even where its logit is not a number', () => {
  const { gradient, losses } = run(
    { logits: Float32Array.of(Number.NaN, 1), heat: Float32Array.of(0, 0), weights: Float32Array.of(0, 1) },
    { images: 1, cells: 2 },
  );
  expect(gradient[0]).toBe(0);
  expect(losses[0]).toBeCloseTo(plainLoss(1, 0, 1), 6);
});

it('a cell that is not ignored and not a number is not hidden', () => {
  const { gradient, losses } = run(
    { logits: Float32Array.of(Number.NaN), heat: Float32Array.of(0), weights: Float32Array.of(1) },
    { images: 1, cells: 1 },
  );
  expect(gradient[0]).toBeNaN();
  expect(losses[0]).toBeNaN();
});
