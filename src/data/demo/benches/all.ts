import { cosine, sine } from '../arithmetic.ts';
import type { Canvas } from '../canvas.ts';
import { type Light, poolAt } from '../light.ts';
import type { Random } from '../random.ts';
import type { Bench, BenchMaker } from './bench.ts';
import { cloth } from './cloth.ts';
import { concrete } from './concrete.ts';
import { drawing } from './drawing.ts';
import { cuttingMat } from './mat.ts';
import { sheetMetal } from './sheet.ts';
import { wood } from './wood.ts';

const makers: readonly BenchMaker[] = [wood, cuttingMat, concrete, sheetMetal, cloth, drawing];
const weights = [5, 3, 2.5, 2, 2, 2];

/** @throws Error where the table of benches and their weights disagree. */
export function drawBench(draw: Random): Bench {
  const maker = makers[draw.weighted(weights)];
  if (maker === undefined) throw new Error('The demo has more bench weights than benches.');
  return maker(draw);
}

/** Paints the bench, unlit: albedo only. */
export function paintBench(canvas: Canvas, bench: Bench, draw: Random): void {
  const { size, rgb } = canvas;
  const unit = 256 / size;
  const angle = draw.chance(0.6) ? draw.pick([0, 0.25]) + draw.between(-0.02, 0.02) : draw.between(0, 1);
  const cos = cosine(angle) * unit;
  const sin = sine(angle) * unit;
  const shiftX = draw.between(300, 2000);
  const shiftY = draw.between(300, 2000);
  const into = new Float32Array(3);
  // Benches with drawings on them keep these within the picture: the turn is about its centre.
  const half = size / 2;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const u = (x - half) * cos + (y - half) * sin;
      const v = (y - half) * cos - (x - half) * sin;
      bench.albedo(u + (bench.anchored ? 128 : shiftX), v + (bench.anchored ? 128 : shiftY), into);
      rgb.set(into, (y * size + x) * 3);
    }
  }
}

/** Turns albedo into light: the bench is flat, so all of it faces the lamp alike. */
export function lightBench(canvas: Canvas, light: Light): void {
  const { size, rgb } = canvas;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const pool = poolAt(light, (x / size) * 2 - 1, (y / size) * 2 - 1);
      for (let c = 0; c < 3; c++) {
        const at = (y * size + x) * 3 + c;
        const lit = (light.key[c] as number) * light.direction[2] + (light.sky[c] as number);
        rgb[at] = (rgb[at] as number) * lit * pool * 0.82;
      }
    }
  }
}
