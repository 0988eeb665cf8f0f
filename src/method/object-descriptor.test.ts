import { expect, test } from 'vitest';
import { DESCRIPTOR_WIDTH, describeObject, type MaskGrid, type PlanarPicture } from './object-descriptor.ts';

const SIDE = 96;

type Paint = (x: number, y: number) => { readonly inside: boolean; readonly colour: readonly number[] };

/** Points within a pixel, so that edges are as soft as a camera's. */
const within = [1, 3, 5, 7].map((k) => k / 8);

/** Draws around (cx, cy), `scale` pixels to a unit; the mask on a grid of half as many pixels. */
function drawn(paint: Paint, { cx = 48, cy = 48, scale = 20 } = {}): [PlanarPicture, MaskGrid] {
  const planes = new Float32Array(3 * SIDE * SIDE);
  const half = SIDE / 2;
  const covered = new Float32Array(half * half);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [column, row] = [i % SIDE, Math.floor(i / SIDE)];
    for (const dx of within) {
      for (const dy of within) {
        const { inside, colour } = paint((column + dx - cx) / scale, (row + dy - cy) / scale);
        for (let c = 0; c < 3; c++) planes[c * SIDE * SIDE + i] += (inside ? colour[c] : -1) / 16;
        covered[Math.floor(row / 2) * half + Math.floor(column / 2)] += inside ? 1 / 64 : 0;
      }
    }
  }
  const inside = covered.map((share) => (share >= 0.5 ? 1 : 0));
  return [
    { planes, side: SIDE },
    { inside, side: half },
  ];
}

const described = (paint: Paint, where = {}): Float32Array =>
  describeObject(...drawn(paint, where)) ?? new Float32Array();

/** Six teeth, one of them missing, and a bright spot: nothing of it is symmetric. `lean` 0: even flanks. */
const wheel =
  (lean: number): Paint =>
  (x, y) => {
    const r = Math.hypot(x, y);
    const turn = Math.atan2(y, x) / (2 * Math.PI) + 0.5;
    const u = (turn * 6) % 1;
    const tooth = lean > 0 ? u : 1 - Math.abs(2 * u - 1);
    const bright = Math.hypot(x - 0.4, y - 0.2) < 0.25 ? 1 : 0.2;
    return { inside: r < 0.7 + (turn < 1 / 6 ? 0 : 0.3 * tooth), colour: [bright, 0.3 + 0.2 * y, 0.1 * x] };
  };

const apart = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length);

const original = wheel(1);
const base = described(original);

test('has so many finite figures', () => {
  expect(base.length).toBe(DESCRIPTOR_WIDTH);
  expect(base.every(Number.isFinite)).toBe(true);
});

test.each<[string, Paint]>([
  ['a quarter turn', (x, y) => original(y, -x)],
  ['half a turn', (x, y) => original(-x, -y)],
  ['a mirror', (x, y) => original(-x, y)],
  ['a transposition', (x, y) => original(y, x)],
])('%s leaves it as it is', (_, paint) => {
  expect(apart(described(paint), base)).toBeLessThan(1e-4);
});

test('a move leaves it as it is; any turn and another size change it less than another lean of the teeth does', () => {
  expect(apart(described(original, { cx: 40, cy: 54 }), base)).toBeLessThan(1e-4);
  const other = apart(described(wheel(0)), base);
  const angle = 0.6;
  const turned = described((x, y) =>
    original(x * Math.cos(angle) + y * Math.sin(angle), y * Math.cos(angle) - x * Math.sin(angle)),
  );
  expect(apart(turned, base)).toBeLessThan(other);
  expect(apart(described(original, { scale: 26 }), base)).toBeLessThan(other);
});

test('light and shade of the whole picture hardly count, what is drawn on the object does', () => {
  const dimmed: Paint = (x, y) => {
    const { inside, colour } = original(x, y);
    return { inside, colour: colour.map((value) => 0.8 * value - 0.1) };
  };
  const spotless: Paint = (x, y) => ({ ...original(x, y), colour: [0.2, 0.3 + 0.2 * y, 0.1 * x] });
  expect(apart(described(dimmed), base)).toBeLessThan(0.5 * apart(described(spotless), base));
});

test('an empty mask is no object', () => {
  const [picture] = drawn(original);
  expect(describeObject(picture, { inside: new Float32Array(48 * 48), side: 48 })).toBeUndefined();
});

test('an object of one mask pixel, and one that reaches over the border, are described all the same', () => {
  const [picture] = drawn(original);
  const inside = new Float32Array(48 * 48);
  inside[0] = 1;
  expect(describeObject(picture, { inside, side: 48 })?.every(Number.isFinite)).toBe(true);
  expect(described(original, { cx: 2, cy: 90 }).every(Number.isFinite)).toBe(true);
});
