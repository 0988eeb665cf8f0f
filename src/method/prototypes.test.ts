import { describe, expect, it } from 'vitest';
import { normalised, PrototypeBank } from './prototypes.ts';

const f = (...values: number[]) => Float32Array.from(values);

describe('prototypes', () => {
  it('are the mean direction of what was seen, while young', () => {
    const bank = new PrototypeBank(2, 2, 1);
    bank.observe(0, f(3, 0));
    bank.observe(0, f(0, 5));
    // Mean of (1, 0) and (0, 1): the diagonal.
    const [same, none] = bank.similarities(f(1, 1));
    expect(same).toBeCloseTo(1, 6);
    expect(none).toBeNaN();
    expect(bank.similarities(f(1, 0))[0]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('forget: m <- m + w / W (f - m) with W <- a W + w', () => {
    const bank = new PrototypeBank(1, 2, 0.5);
    bank.observe(0, f(1, 0));
    bank.observe(0, f(0, 1));
    // W = 1, then 1.5: m = (1, 0) + 2/3 ((0, 1) - (1, 0)) = (1/3, 2/3).
    const { means, weights } = bank.state();
    expect(means[0]).toBeCloseTo(1 / 3, 6);
    expect(means[1]).toBeCloseTo(2 / 3, 6);
    expect([...weights]).toEqual([1.5]);
  });

  it('listen less to what weighs less', () => {
    const bank = new PrototypeBank(1, 2, 1);
    bank.observe(0, f(1, 0));
    bank.observe(0, f(0, 1), 0.25);
    expect(bank.state().means[1]).toBeCloseTo(0.25 / 1.25, 6);
  });

  it('are not spoilt by what is no number or empty', () => {
    const bank = new PrototypeBank(1, 2, 0.9);
    bank.observe(0, f(1, 0));
    const before = bank.state();
    bank.observe(0, f(Number.NaN, 1));
    bank.observe(0, f(0, 1), 0);
    expect(bank.state()).toEqual(before);
    expect([...normalised(f(0, 0))]).toEqual([0, 0]);
  });

  it('go on from their state bit for bit', () => {
    const whole = new PrototypeBank(2, 3, 0.9);
    whole.observe(1, f(1, 2, 3));
    const resumed = new PrototypeBank(2, 3, 0.9, whole.state());
    for (const bank of [whole, resumed]) bank.observe(1, f(3, 1, 0), 0.3);
    expect(resumed.state()).toEqual(whole.state());
  });
});

it('prototypes are compared with each other; one that is missing with none', () => {
  const bank = new PrototypeBank(3, 2, 0.99);
  bank.observe(0, Float32Array.of(2, 0));
  bank.observe(2, Float32Array.of(1, 1));
  const half = expect.closeTo(Math.SQRT1_2, 6);
  const one = expect.closeTo(1, 6);
  const none = Number.NaN;
  expect([...bank.between()]).toEqual([one, none, half, none, none, none, half, none, one]);
});
