import { cosine, sine } from '../arithmetic.ts';
import type { Canvas } from '../canvas.ts';
import type { Colour } from '../colour.ts';
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

/** How a bench lies in the picture: turned by (cos, sin), scaled to 256 pixels, its middle at (x, y). */
interface Lie {
  readonly cos: number;
  readonly sin: number;
  readonly x: number;
  readonly y: number;
}

function paintRow(
  { size, rgb }: Canvas,
  bench: Bench,
  { cos, sin, x: middleX, y: middleY }: Lie,
  y: number,
): void {
  const half = size / 2;
  const down = y - half;
  for (let x = 0; x < size; x++) {
    const u = (x - half) * cos + down * sin;
    const v = down * cos - (x - half) * sin;
    bench.albedo(u + middleX, v + middleY, rgb, (y * size + x) * 3);
  }
}

/** Paints the bench, unlit: albedo only. */
export function paintBench(canvas: Canvas, bench: Bench, draw: Random): void {
  const unit = 256 / canvas.size;
  const angle = draw.chance(0.6) ? draw.pick([0, 0.25]) + draw.between(-0.02, 0.02) : draw.between(0, 1);
  const shiftX = draw.between(300, 2000);
  const shiftY = draw.between(300, 2000);
  // Benches with drawings on them keep these within the picture: the turn is about its centre.
  const [x, y] = bench.anchored ? [128, 128] : [shiftX, shiftY];
  const lie: Lie = { cos: cosine(angle) * unit, sin: sine(angle) * unit, x, y };
  for (let row = 0; row < canvas.size; row++) paintRow(canvas, bench, lie, row);
}

function lightRow({ size, rgb }: Canvas, light: Light, lit: Colour, y: number): void {
  for (let x = 0; x < size; x++) {
    const pool = poolAt(light, (x / size) * 2 - 1, (y / size) * 2 - 1);
    for (let c = 0; c < 3; c++) {
      const at = (y * size + x) * 3 + c;
      rgb[at] = (rgb[at] as number) * (lit[c] as number) * pool * 0.82;
    }
  }
}

/** Turns albedo into light: the bench is flat, so all of it faces the lamp alike. */
export function lightBench(canvas: Canvas, light: Light): void {
  const { key, sky, direction } = light;
  const lit: Colour = [
    key[0] * direction[2] + sky[0],
    key[1] * direction[2] + sky[1],
    key[2] * direction[2] + sky[2],
  ];
  for (let y = 0; y < canvas.size; y++) lightRow(canvas, light, lit, y);
}
