import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correct, fuse, opinionWeight, prototypeOpinion, sharpen } from './correction.ts';
import { argmax, type Prediction } from './prediction.ts';
import { PrototypeBank } from './prototypes.ts';

const f = (...values: number[]) => Float32Array.from(values);

const prediction = (probabilities: Float32Array, features = f(1, 0)): Prediction => ({
  probabilities,
  category: argmax(probabilities),
  classQuality: probabilities[argmax(probabilities)],
  maskQuality: 0.9,
  objectness: 0.9,
  area: 100,
  features,
});

const distribution = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  .map((values) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return Float32Array.from(values, (value) => value / sum);
  });

describe('the schedule w(t)', () => {
  it('goes from a half to nothing along a cosine', () => {
    expect(opinionWeight(100, 100, 500, 'cosine', 0.5)).toBe(0.5);
    expect(opinionWeight(300, 100, 500, 'cosine', 0.5)).toBeCloseTo(0.25, 12);
    // .25 (cos(pi / 4) + 1)
    expect(opinionWeight(200, 100, 500, 'cosine', 0.5)).toBeCloseTo(0.25 * (Math.SQRT1_2 + 1), 12);
    expect(opinionWeight(500, 100, 500, 'cosine', 0.5)).toBeCloseTo(0, 12);
    expect(opinionWeight(9999, 100, 500, 'cosine', 0.5)).toBeCloseTo(0, 12);
    expect(opinionWeight(0, 100, 500, 'cosine', 0.5)).toBe(0.5);
    expect(opinionWeight(300, 100, 500, 'cosine', 0.8)).toBeCloseTo(0.4, 12);
    expect(opinionWeight(500, 100, 500, 'constant', 0.7)).toBe(0.7);
  });
});

describe('fusion', () => {
  it('arithmetic, by hand', () => {
    const fused = fuse(f(0.2, 0.8), f(0.6, 0.4), 0.25, 'arithmetic');
    expect(fused[0]).toBeCloseTo(0.5, 6);
    expect(fused[1]).toBeCloseTo(0.5, 6);
  });

  it('geometric, by hand', () => {
    // sqrt(.2 * .6) : sqrt(.8 * .4) = .3464 : .5657
    const fused = fuse(f(0.2, 0.8), f(0.6, 0.4), 0.5, 'geometric');
    expect(fused[0]).toBeCloseTo(0.34641 / (0.34641 + 0.565685), 5);
  });

  it('gives a distribution, and the teacher itself at w = 0', () => {
    fc.assert(
      fc.property(
        distribution,
        distribution,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('arithmetic' as const, 'geometric' as const),
        (reference, teacher, w, fusion) => {
          const fused = fuse(reference, teacher, w, fusion);
          expect(fused.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
          const alone = fuse(reference, teacher, 0, fusion);
          for (const [k, p] of alone.entries()) expect(p).toBeCloseTo(teacher[k], 6);
        },
      ),
    );
  });
});

describe('correction', () => {
  const say = (opinion: Float32Array | undefined) => ({ opinion: () => opinion });

  it('takes the class of the fused opinions, and its probability as quality', () => {
    // .5 (.1, .9) + .5 (.6, .4) = (.35, .65)
    const corrected = correct(prediction(f(0.6, 0.4)), say(f(0.1, 0.9)), 0.5, 'arithmetic');
    expect(corrected.category).toBe(1);
    expect(corrected.classQuality).toBeCloseTo(0.65, 6);
  });

  it('leaves the teacher alone without a second opinion', () => {
    expect(correct(prediction(f(0.6, 0.4)), say(undefined), 0.5, 'arithmetic')).toMatchObject({
      category: 0,
      reference: undefined,
    });
  });

  it('cannot flip what passed a class filter of .85 once w is below .412', () => {
    // A flip needs w p_ref(other) > w p_ref(own) + (1 - w)(.85 - .15), at best w > .7 (1 - w): w > 7/17 = .4118.
    const teacher = prediction(f(0.85, 0.15));
    const opposite = say(f(0, 1));
    expect(correct(teacher, opposite, 0.413, 'arithmetic').category).toBe(1);
    expect(correct(teacher, opposite, 0.411, 'arithmetic').category).toBe(0);
    // w falls to that after 27.6 % of the semi-supervised phase.
    expect(opinionWeight(276, 0, 1000, 'cosine', 0.5)).toBeCloseTo(0.412, 3);
  });
});

it('sharpened, probabilities are as their squares', () => {
  expect([...sharpen(f(0.75, 0.25, 0))]).toEqual([...f(0.9, 0.1, 0)]);
});

describe("the prototypes' opinion", () => {
  it('is a softmax of cosines over temperature', () => {
    const bank = new PrototypeBank(3, 2, 1);
    bank.observe(0, f(1, 0));
    bank.observe(2, f(0, 1));
    const opinion = prototypeOpinion(bank, 0.5).opinion(prediction(f(0.3, 0.3, 0.4), f(2, 0)));
    // Cosines 1 and 0, temperature .5: e^2 : 1; class 1 has no prototype.
    expect(opinion?.[0]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 1), 6);
    expect(opinion?.[1]).toBe(0);
    expect(opinion?.[2]).toBeCloseTo(1 / (Math.exp(2) + 1), 6);
  });

  it('is none with fewer than two prototypes', () => {
    const bank = new PrototypeBank(3, 2, 1);
    bank.observe(0, f(1, 0));
    expect(prototypeOpinion(bank, 0.5).opinion(prediction(f(1, 0, 0)))).toBeUndefined();
  });
});
