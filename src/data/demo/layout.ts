import { cosine, sine } from './arithmetic.ts';
import { classWeights, featureOf, pairs } from './catalogue.ts';
import type { Random } from './random.ts';
import type { Part } from './shapes/part.ts';

/** A part in its place. Positions in pixels, the later of two placed parts lying on top. */
export interface Placed {
  readonly category: number;
  readonly part: Part;
  readonly x: number;
  readonly y: number;
  /** Pixels per unit of the part. */
  readonly scale: number;
  /** Of the part's x axis, as a vector. */
  readonly cos: number;
  readonly sin: number;
  /** How many parts it lies on. */
  readonly storey: number;
  /** For the marks and stains on its surface. */
  readonly seed: number;
}

/** Discs that cover a part, for keeping parts apart: [x, y, radius] in pixels. */
type Discs = readonly (readonly [number, number, number])[];

const countWeights = [0, 0, 0.5, 1.1, 1.6, 1.7, 1.5, 1.2, 0.9, 0.6, 0.4, 0.25, 0.15];

function discsOf(part: Part, x: number, y: number, scale: number, cos: number, sin: number): Discs {
  const steps = Math.max(1, Math.round(part.halfLength / part.halfWidth));
  const radius = part.halfWidth * scale;
  const span = (part.halfLength - part.halfWidth) * scale;
  const discs: [number, number, number][] = [];
  for (let i = 0; i < steps; i++) {
    const along = steps === 1 ? 0 : (i / (steps - 1)) * 2 - 1;
    discs.push([x + cos * span * along, y + sin * span * along, radius]);
  }
  return discs;
}

/** The deepest overlap of two parts' discs, as a share of the smaller disc's radius: 2 where one is over the other. */
function overlap(a: Discs, b: Discs): number {
  let deepest = 0;
  for (const [ax, ay, ar] of a) {
    for (const [bx, by, br] of b) {
      const gap = Math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by));
      deepest = Math.max(deepest, (ar + br - gap) / Math.min(ar, br));
    }
  }
  return deepest;
}

/** Square root of the pixels a part should cover at 256 x 256: mostly 30 to 65, with small and large outliers. */
function drawSide(draw: Random, crowding: number): number {
  const kind = draw.between(0, 1);
  if (kind < 0.12) return draw.between(20, 31);
  if (kind < 0.2) return draw.between(88, 128) * Math.min(1, crowding * 1.1);
  return Math.max(24, (52 + 11 * draw.normal()) * crowding);
}

function angleFor(draw: Random, tidy: boolean, common: number): number {
  return tidy ? common + draw.pick([0, 0.25, 0.5, 0.75]) + 0.012 * draw.normal() : draw.between(0, 1);
}

/** Where a try puts a part: anywhere, or drawn towards the middle of a heap. */
function spot(draw: Random, heap: readonly [number, number] | undefined): [number, number] {
  if (heap === undefined) return [draw.between(0.05, 0.95), draw.between(0.05, 0.95)];
  const near = (at: number) => Math.min(0.97, Math.max(0.03, at + 0.19 * draw.normal()));
  return [near(heap[0]), near(heap[1])];
}

/** No scene shows more. */
export const MOST_PARTS = countWeights.length - 1;

/**
 * Puts 2 to 12 parts on the bench. The draws do not depend on class confusion, so that the same scene can be seen
 * under every dial. Parts may lie on one another, but each keeps most of itself in sight.
 */
export function layOut(draw: Random, size: number, classConfusion: number): Placed[] {
  const unit = size / 256;
  const count = draw.weighted(countWeights);
  const crowding = count <= 4 ? 1.12 : count <= 7 ? 1 : 0.84;
  const style = draw.between(0, 1);
  const tidy = style > 0.82;
  const heap: [number, number] | undefined =
    style < 0.34 ? [draw.between(0.35, 0.65), draw.between(0.35, 0.65)] : undefined;
  const common = draw.between(0, 1);
  const placed: Placed[] = [];
  const taken: Discs[] = [];
  for (let i = 0; i < count; i++) {
    const own = draw.branch(i);
    const category = own.weighted(classWeights);
    const pair = pairs[category >> 1];
    if (pair === undefined) throw new Error(`The demo's catalogue has no pair for class ${category}.`);
    const feature = featureOf(category, classConfusion, own.between(0, 1));
    const partKey = own.integer();
    const part = pair.make(feature, own.branch(partKey));
    // The pure form's size, so that parts keep their scale when the confusion dial moves.
    const pure = pair.make(category & 1, own.branch(partKey));
    const side = drawSide(own, crowding);
    const angle = angleFor(own, tidy, common);
    const cos = cosine(angle);
    const sin = sine(angle);
    const lean = heap !== undefined ? 0.6 : tidy ? 0 : 0.35;
    for (let attempt = 0; attempt < 70; attempt++) {
      // Room is found sooner for a smaller part.
      const scale = ((side * unit) / Math.sqrt(pure.area)) * (attempt < 30 ? 1 : attempt < 50 ? 0.8 : 0.62);
      const [fx, fy] = spot(own, attempt < 40 ? heap : undefined);
      const allowed = i >= 2 && own.chance(lean) ? own.between(0.3, 0.95) : 0.02;
      const x = fx * size;
      const y = fy * size;
      const discs = discsOf(pure, x, y, scale, cos, sin);
      const outside = discs.filter(([dx, dy]) => dx < 0 || dy < 0 || dx > size || dy > size).length;
      if (outside * 2 >= discs.length) continue;
      const depths = taken.map((other) => overlap(discs, other));
      if (depths.some((depth) => depth > allowed)) continue;
      if (depths.filter((depth) => depth > 0.05).length > 2) continue;
      taken.push(discs);
      placed.push({
        category,
        part,
        x,
        y,
        scale,
        cos,
        sin,
        storey: depths.filter((depth) => depth > 0.05).length,
        seed: own.integer(),
      });
      break;
    }
  }
  return placed;
}
