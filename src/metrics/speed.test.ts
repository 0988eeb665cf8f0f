import { expect, it } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import { MaskEvaluation } from './evaluation.ts';
import type { Detection, Truth } from './protocol.ts';

const SIDE = 256;

/** A wobbly disc at a place and of a size that follow from `seed`, moved by `shift` pixels. */
function disc(seed: number, shift: number) {
  const part = (n: number) => Math.abs(Math.sin(seed * 12.9898 + n) * 43758.5453) % 1;
  const radius = 6 + 30 * part(1);
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const distance = Math.hypot(x - part(2) * SIDE - shift, y - part(3) * SIDE);
      if (distance < radius + 3 * Math.sin(x / 3)) pixels[y * SIDE + x] = 1;
    }
  }
  return encodeMask(pixels, SIDE, SIDE);
}

it('evaluates 100 images with 100 detections each in about a second at most', { retry: 2 }, () => {
  // 25 truths of 6 categories; four detections of each at different offsets.
  const truths: Truth[] = [];
  const detections: Detection[] = [];
  for (let i = 0; i < 25; i++) {
    const mask = disc(i, 0);
    truths.push({
      category: i % 6,
      mask,
      area: mask.counts.reduce((sum, n, at) => sum + (at % 2) * n, 0),
      crowd: i === 0,
    });
    for (let k = 0; k < 4; k++)
      detections.push({ category: i % 6, mask: disc(i, k * 3), score: (i * 7 + k * 3) % 11 });
  }
  const started = performance.now();
  const evaluation = new MaskEvaluation(6);
  for (let image = 0; image < 100; image++) evaluation.add(image, truths, detections);
  const figures = evaluation.summarize();
  const seconds = (performance.now() - started) / 1000;
  console.log(`100 images x 100 detections at ${SIDE} x ${SIDE}: ${seconds.toFixed(3)} s`);
  expect(figures.ap).toBeGreaterThan(0.1);
  // Three times the aim: the machine may be busy with other tests.
  expect(seconds).toBeLessThan(3);
});
