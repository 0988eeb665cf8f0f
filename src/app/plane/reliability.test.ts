import { expect, test } from 'vitest';
import { calibrate } from '../../metrics/calibration.ts';
import { worthInWords } from './reliability.tsx';

const quality = (rank: number | undefined, confidence: number, outcome: number, count = 100) => ({
  title: 'Mask quality',
  outcome: 'mean IoU with truth',
  rank,
  calibration: calibrate(
    Array.from({ length: count }, () => confidence),
    Array.from({ length: count }, () => outcome),
  ),
});

test('a quality is worth a threshold as far as it orders candidates, and taken at its word as far as it is calibrated', () => {
  expect(worthInWords(quality(0.6, 0.8, 0.79))).toMatch(
    /^Worth its threshold: .* can be taken at its word\.$/,
  );
  expect(worthInWords(quality(0.6, 0.9, 0.6))).toMatch(/promises more than comes true/);
  expect(worthInWords(quality(0.2, 0.5, 0.7))).toMatch(/^Worth a mild threshold: .* promises less/);
  expect(worthInWords(quality(0.05, 0.5, 0.5))).toMatch(/^Hardly worth a threshold yet/);
  expect(worthInWords(quality(-0.5, 0.5, 0.5))).toMatch(/^Hardly worth/);
});

test('of few candidates, or none, nothing is claimed', () => {
  expect(worthInWords(quality(0.9, 0.8, 0.8, 5))).toMatch(/^Too few candidates/);
  expect(worthInWords({ ...quality(undefined, 0.8, 0.8), calibration: calibrate([], []) })).toMatch(
    /^Too few/,
  );
});
