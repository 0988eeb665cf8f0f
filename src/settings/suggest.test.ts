import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schema } from './schema.ts';
import { lostAt, sideFor, suggestSettings } from './suggest.ts';

const facts = { labelled: 10, unlabelled: 150, objectSizes: [0.2, 0.3], device: 'wasm' } as const;

describe('the input side', () => {
  test('is the smallest at which hardly an object is lost', () => {
    expect(lostAt(128, [0.05, 0.1, 0.2, 0.3])).toBe(0.25);
    expect(lostAt(128, [])).toBeUndefined();
    expect(sideFor([0.1, 0.2], 'wasm')).toBe(128);
    expect(sideFor([0.06, 0.2], 'wasm')).toBe(192);
    expect(sideFor([0.04, 0.2], 'webgpu')).toBe(256);
    expect(sideFor([], 'webgpu')).toBe(128);
  });

  test('that cannot save an object is not made larger for it', () => {
    expect(sideFor([0.01, 0.3], 'webgpu')).toBe(128);
    expect(sideFor([0.01, 0.055], 'wasm')).toBe(192);
  });

  test('never loses more for being larger', () => {
    const size = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(size, { minLength: 1 }), (sizes) => {
        expect(lostAt(256, sizes)).toBeLessThanOrEqual(lostAt(128, sizes) ?? 0);
        expect(sideFor(sizes, 'wasm')).toBeLessThanOrEqual(192);
      }),
    );
  });
});

describe('what is suggested', () => {
  test('is shorter for few labels, and has no burn-in where nothing waits for a teacher', () => {
    expect(suggestSettings(facts, 'adaptive')).toMatchObject({
      steps: 600,
      burnIn: 180,
      rule: 'adaptive',
      copyPaste: 0.5,
    });
    expect(suggestSettings({ ...facts, labelled: 500 }, 'adaptive')).toMatchObject({
      steps: 3000,
      copyPaste: 0,
    });
    expect(suggestSettings({ ...facts, unlabelled: 0 }, 'adaptive')).toMatchObject({
      burnIn: 0,
      rule: 'off',
    });
    expect(suggestSettings({ ...facts, device: 'webgpu' }, 'off')).toMatchObject({ batch: 8, rule: 'off' });
  });

  test('is within the bounds of its knobs, whatever the data', () => {
    const any = fc.record({
      labelled: fc.nat(20_000),
      unlabelled: fc.nat(20_000),
      objectSizes: fc.array(fc.double({ min: 0, max: 2, noNaN: true })),
      device: fc.constantFrom('webgpu' as const, 'wasm' as const),
    });
    fc.assert(
      fc.property(any, (data) => {
        const suggested = suggestSettings(data, 'adaptive');
        for (const name of [
          'side',
          'batch',
          'steps',
          'burnIn',
          'evaluateEvery',
          'warmup',
          'copyPaste',
        ] as const) {
          const { min, max } = schema[name];
          expect(suggested[name]).toBeGreaterThanOrEqual(min);
          expect(suggested[name]).toBeLessThanOrEqual(max);
        }
        expect(suggested.burnIn).toBeLessThan(suggested.steps);
      }),
    );
  });
});
