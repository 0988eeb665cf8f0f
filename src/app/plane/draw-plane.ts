import type { CandidateTable } from '../../metrics/candidates.ts';
import type { ClassThresholds } from '../../metrics/kept-figures.ts';
import { type Frame, TICKS, xOf, yOf } from './axes.ts';
import { type Pair, WHAT_IFS, type WhatIf } from './what-if.ts';

/** Colours as the theme has them. */
export interface PlaneColours {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly kept: string;
  readonly class: string;
  readonly mask: string;
  readonly both: string;
  readonly gained: string;
  readonly lost: string;
}

export interface PlanePicture {
  readonly frame: Frame;
  readonly table: CandidateTable;
  readonly whatIf: WhatIf;
  readonly pair: Pair;
  readonly thresholds: ClassThresholds;
  /** Per class. */
  readonly classColours: readonly string[];
  readonly colours: PlaneColours;
  readonly highlighted: number | undefined;
}

type Context = CanvasRenderingContext2D;

/** The whole plane, on a context scaled to CSS pixels and cleared. */
export function drawPlane(context: Context, picture: PlanePicture): void {
  drawAxes(context, picture);
  drawRegions(context, picture);
  drawPoints(context, picture);
  drawClassTicks(context, picture);
  drawThresholds(context, picture);
  drawHighlight(context, picture);
}

function drawAxes(context: Context, { frame, colours }: PlanePicture): void {
  const { left, top, size } = frame;
  context.font = '10px system-ui, sans-serif';
  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.fillStyle = colours.soft;
  for (const tick of TICKS) {
    const x = Math.round(xOf(frame, tick)) + 0.5;
    const y = Math.round(yOf(frame, tick)) + 0.5;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + size);
    context.moveTo(left, y);
    context.lineTo(left + size, y);
    context.stroke();
    const label = tick === 0 ? '0' : String(tick).slice(1);
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.fillText(label, x, top + size + 8);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText(label, left - 8, y);
  }
}

/** What two thresholds keep and one on the product would not, and the other way round, at the same number kept. */
function drawRegions(context: Context, { frame, whatIf, pair, colours }: PlanePicture): void {
  const { left, top, size } = frame;
  const { product } = whatIf;
  if (product >= 1) return;
  const hyperbola: [number, number][] = [];
  for (let i = 0; i <= 80; i++) {
    const classQuality = product + ((1 - product) * i) / 80;
    hyperbola.push([xOf(frame, classQuality), yOf(frame, product / classQuality)]);
  }
  const above = new Path2D();
  above.moveTo(left + size, top);
  for (const [x, y] of hyperbola) above.lineTo(x, y);
  above.closePath();
  const [x, y] = [xOf(frame, pair.class), yOf(frame, pair.mask)];
  const inside = new Path2D();
  inside.rect(x, top, left + size - x, y - top);
  const outside = new Path2D();
  outside.rect(left, top, size, size);

  const fill = (within: Path2D, without: Path2D, colour: string): void => {
    context.save();
    context.clip(within);
    const hole = new Path2D(outside);
    hole.addPath(without);
    context.clip(hole, 'evenodd');
    context.fillStyle = colour;
    context.fillRect(left, top, size, size);
    context.restore();
  };
  context.globalAlpha = 0.16;
  fill(inside, above, colours.gained);
  fill(above, inside, colours.lost);
  context.globalAlpha = 1;

  context.setLineDash([4, 4]);
  context.strokeStyle = colours.soft;
  context.lineWidth = 1.25;
  context.beginPath();
  for (const [at, height] of hyperbola) context.lineTo(at, height);
  context.stroke();
  context.setLineDash([]);
}

/** Shape and colour both tell the fate: disc kept, bars refused in the direction of the quality that was too low. */
function drawPoints(context: Context, { frame, table, whatIf, colours }: PlanePicture): void {
  const { count, classQuality, maskQuality } = table;
  const many = count > 1500;
  const reach = many ? 1.6 : 2.4;
  WHAT_IFS.forEach((fate, number) => {
    if (fate === 'other') return;
    const path = new Path2D();
    for (let row = 0; row < count; row++) {
      if (whatIf.fates[row] !== number) continue;
      const x = xOf(frame, classQuality[row]);
      const y = yOf(frame, maskQuality[row]);
      if (fate === 'kept') {
        path.moveTo(x + reach, y);
        path.arc(x, y, reach, 0, 2 * Math.PI);
      } else if (fate === 'class') path.rect(x - reach - 0.6, y - 0.8, 2 * reach + 1.2, 1.6);
      else if (fate === 'mask') path.rect(x - 0.8, y - reach - 0.6, 1.6, 2 * reach + 1.2);
      else path.rect(x - reach / 2, y - reach / 2, reach, reach);
    }
    context.globalAlpha = fate === 'kept' ? 0.85 : many ? 0.45 : 0.6;
    context.fillStyle = colours[fate];
    context.fill(path);
  });
  context.globalAlpha = 1;
}

/** Each class's own thresholds, on the edges of the plane. */
function drawClassTicks(context: Context, { frame, thresholds, classColours }: PlanePicture): void {
  const { left, top, size } = frame;
  classColours.forEach((colour, category) => {
    const x = xOf(frame, thresholds.class[category] ?? 0);
    const y = yOf(frame, thresholds.mask[category] ?? 0);
    context.fillStyle = colour;
    context.fillRect(x - 1, top + size, 2.5, 7);
    context.fillRect(left - 7, y - 1, 7, 2.5);
  });
}

function drawThresholds(context: Context, { frame, pair, colours }: PlanePicture): void {
  const { left, top, size } = frame;
  const [x, y] = [xOf(frame, pair.class), yOf(frame, pair.mask)];
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, top + size);
  context.moveTo(left, y);
  context.lineTo(left + size, y);
  context.stroke();
}

function drawHighlight(context: Context, { frame, table, highlighted, colours }: PlanePicture): void {
  if (highlighted === undefined || highlighted >= table.count) return;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(
    xOf(frame, table.classQuality[highlighted]),
    yOf(frame, table.maskQuality[highlighted]),
    6,
    0,
    2 * Math.PI,
  );
  context.stroke();
}
