import { latticeNoise } from './random.ts';

/** One table of 256 x 256 lattice values serves all seeds, each from its own corner: four loads instead of four hashes. */
const side = 256;
const lattice = Float32Array.from({ length: side * side }, (_, i) =>
  latticeNoise(i % side, i >> 8, 0x51ed27),
);

/** Value noise in [0, 1): lattice values joined by cubics. Repeats after 256 units. */
export function valueNoise(x: number, y: number, seed: number): number {
  const floorX = Math.floor(x);
  const floorY = Math.floor(y);
  const fx = x - floorX;
  const fy = y - floorY;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const mixed = Math.imul(seed, 0x9e3779b1);
  const left = (floorX + (mixed >>> 24)) & 255;
  const right = (left + 1) & 255;
  const top = ((floorY + (mixed >>> 16)) & 255) << 8;
  const bottom = (top + 256) & 65535;
  const a = lattice[top | left] as number;
  const b = lattice[top | right] as number;
  const c = lattice[bottom | left] as number;
  const d = lattice[bottom | right] as number;
  const above = a + (b - a) * u;
  return above + (c + (d - c) * u - above) * v;
}

/** Octaves of value noise, each half as strong and twice as fine; in [0, 1). */
export function cloudNoise(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * valueNoise(x, y, seed + i * 7919);
    total += weight;
    weight /= 2;
    // A turn of about 37 degrees between octaves hides the lattice.
    const nx = 1.6 * x - 1.2 * y;
    y = 1.2 * x + 1.6 * y;
    x = nx;
  }
  return sum / total;
}
