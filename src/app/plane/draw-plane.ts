import type { ClassThresholds } from '../../metrics/kept-figures.ts';
import { type Frame, TICKS, xOf, yOf } from './axes.ts';
import type { Contour } from './density.ts';
import type { Places, Point } from './selection.ts';
import type { Pair, WhatIf } from './what-if.ts';

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
  readonly corrected: string;
  readonly gained: string;
  readonly lost: string;
}

export interface PlanePicture {
  readonly frame: Frame;
  readonly places: Places;
  readonly contours: readonly Contour[];
  readonly whatIf: Pick<WhatIf, 'product'>;
  readonly lines: Pair;
  readonly thresholds: ClassThresholds;
  /** Per class. */
  readonly classColours: readonly string[];
  readonly colours: PlaneColours;
  /** Rows of chosen candidates, the one that is shown first. */
  readonly chosen: readonly number[];
  /** As far as it has been drawn. */
  readonly lasso: readonly Point[];
}

type Context = CanvasRenderingContext2D;

/**
 * The whole plane, on a context scaled to CSS pixels and cleared.
 * @param drawPoints lays the candidates over what is below them.
 */
export function drawPlane(context: Context, picture: PlanePicture, drawPoints: () => void): void {
  drawAxes(context, picture);
  drawRegions(context, picture);
  drawPoints();
  drawContours(context, picture);
  drawClassTicks(context, picture);
  drawThresholds(context, picture);
  drawChosen(context, picture);
  drawLasso(context, picture);
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
function drawRegions(context: Context, { frame, whatIf, lines, colours }: PlanePicture): void {
  const { left, top, size } = frame;
  const { product } = whatIf;
  if (!(product < 1)) return;
  const hyperbola: [number, number][] = [];
  for (let i = 0; i <= 80; i++) {
    const classQuality = product + ((1 - product) * i) / 80;
    hyperbola.push([xOf(frame, classQuality), yOf(frame, product / classQuality)]);
  }
  const above = new Path2D();
  above.moveTo(left + size, top);
  for (const [x, y] of hyperbola) above.lineTo(x, y);
  above.closePath();
  const [x, y] = [xOf(frame, lines.class), yOf(frame, lines.mask)];
  const inside = new Path2D();
  inside.rect(x, top, left + size - x, y - top);
  const outside = new Path2D();
  outside.rect(left, top, size, size);

  const fill = (within: Path2D, without: Path2D, colour: string, hatched: boolean): void => {
    context.save();
    context.clip(within);
    const hole = new Path2D(outside);
    hole.addPath(without);
    context.clip(hole, 'evenodd');
    context.fillStyle = colour;
    context.globalAlpha = 0.16;
    context.fillRect(left, top, size, size);
    if (hatched) hatch(context, frame, colour);
    context.restore();
  };
  fill(inside, above, colours.gained, false);
  // Pale colours are alike to some eyes: lines tell what is lost from what is gained.
  fill(above, inside, colours.lost, true);

  context.setLineDash([4, 4]);
  context.strokeStyle = colours.soft;
  context.lineWidth = 1.25;
  context.beginPath();
  for (const [at, height] of hyperbola) context.lineTo(at, height);
  context.stroke();
  context.setLineDash([]);
  const end = hyperbola.at(-1);
  if (!end) return;
  context.fillStyle = colours.soft;
  context.textAlign = 'right';
  // Above its end: below it the axis has its name.
  context.textBaseline = 'bottom';
  context.fillText(product.toFixed(2).slice(1), end[0] - 3, end[1] - 3);
}

/** Slanting lines, CSS pixels apart: as the swatch beside the figures has them. */
const HATCH = 5;

function hatch(context: Context, { left, top, size }: Frame, colour: string): void {
  context.globalAlpha = 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 0.75;
  context.beginPath();
  for (let from = -size; from < size; from += HATCH) {
    context.moveTo(left + from, top + size);
    context.lineTo(left + from + size, top);
  }
  context.stroke();
}

/** Lines around where candidates crowd: where points are many, they hide each other. */
function drawContours(context: Context, { frame, contours, colours }: PlanePicture): void {
  const { left, top, size } = frame;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  for (const { share, pieces } of contours) {
    context.globalAlpha = 0.75 - 0.5 * share;
    context.beginPath();
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo(left + pieces[i] * size, top + (1 - pieces[i + 1]) * size);
      context.lineTo(left + pieces[i + 2] * size, top + (1 - pieces[i + 3]) * size);
    }
    context.stroke();
  }
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

function drawThresholds(context: Context, { frame, lines, colours }: PlanePicture): void {
  const { left, top, size } = frame;
  const [x, y] = [xOf(frame, lines.class), yOf(frame, lines.mask)];
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, top + size);
  context.moveTo(left, y);
  context.lineTo(left + size, y);
  context.stroke();
}

function drawChosen(context: Context, { places, chosen, colours }: PlanePicture): void {
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.beginPath();
  // Rings around many would hide what they point out; in one path they darken nothing twice.
  const radius = chosen.length > 20 ? 3.5 : 5;
  context.globalAlpha = chosen.length > 100 ? 0.4 : 1;
  for (const row of chosen) {
    context.moveTo(places.xs[row] + radius, places.ys[row]);
    context.arc(places.xs[row], places.ys[row], radius, 0, 2 * Math.PI);
  }
  context.stroke();
  context.globalAlpha = 1;
  const [shown] = chosen;
  if (shown === undefined) return;
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(places.xs[shown], places.ys[shown], 7, 0, 2 * Math.PI);
  context.stroke();
}

function drawLasso(context: Context, { lasso, colours }: PlanePicture): void {
  if (lasso.length < 2) return;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.25;
  context.setLineDash([3, 3]);
  context.beginPath();
  for (const { x, y } of lasso) context.lineTo(x, y);
  context.closePath();
  context.stroke();
  context.globalAlpha = 0.06;
  context.fillStyle = colours.ink;
  context.fill();
  context.globalAlpha = 1;
  context.setLineDash([]);
}
