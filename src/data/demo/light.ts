import { cosine, sine, smoothstep, squared } from './arithmetic.ts';
import type { Colour } from './colour.ts';
import type { Material } from './materials.ts';
import { latticeNoise, type Random } from './random.ts';

/** A lamp over the bench, a dim room around it. x to the right, y down, z towards the camera. */
export interface Light {
  /** Unit vector towards the lamp. */
  readonly direction: Colour;
  readonly key: Colour;
  readonly sky: Colour;
  /** What the bench throws back at surfaces that face it. */
  readonly bounce: Colour;
  /** Centre of the pool of light and its fall per squared unit; the picture is [-1, 1]. */
  readonly pool: readonly [number, number, number];
}

export function lamp(draw: Random, bounce: Colour): Light {
  // Mostly from the upper left, as in a drawing; anywhere in the upper half at times.
  const azimuth = draw.chance(0.75) ? draw.between(-0.44, -0.31) : draw.between(-0.48, -0.04);
  const height = draw.between(0.62, 0.78);
  const flat = Math.sqrt(1 - height * height);
  const warmth = draw.between(-0.3, 1);
  const strength = draw.between(1, 1.18);
  return {
    direction: [cosine(azimuth) * flat, sine(azimuth) * flat, height],
    key: [strength * (1.2 + 0.1 * warmth), strength * 1.1, strength * (0.98 - 0.16 * warmth)],
    sky: [0.23, 0.255, 0.3],
    bounce,
    pool: [
      cosine(azimuth) * draw.between(0.1, 0.6),
      sine(azimuth) * draw.between(0.1, 0.6),
      draw.between(0.07, 0.26),
    ],
  };
}

/** How much of the lamp reaches (x, y), the picture being [-1, 1]. */
export function poolAt(light: Light, x: number, y: number): number {
  const dx = x - light.pool[0];
  const dy = y - light.pool[1];
  return 1.08 / (1 + light.pool[2] * (dx * dx + dy * dy) * 1.6);
}

/** A point of a part's surface as the light sees it. */
export class Facet {
  /** Slopes of the height along x and y of the picture. */
  slopeX = 0;
  slopeY = 0;
  crevice = 0;
  /** Position in the part's own units, for marks and sheen. */
  u = 0;
  v = 0;
  /** Direction of the part's x axis in the picture. */
  cos = 1;
  sin = 0;
  seed = 0;
  /** Share of the lamp that gets here. */
  pool = 1;
  /** Pixels per unit: marks are drawn about as fine as the picture can show. */
  scale = 1;
  red = 0;
  green = 0;
  blue = 0;
}

/** Lights one facet. Metals mirror a made-up studio (a bright panel at the lamp, a dim one opposite); others scatter. */
export function shade(facet: Facet, material: Material, light: Light): void {
  const { u, v } = facet;
  const r = Math.sqrt(u * u + v * v) + 1e-6;
  let mark = 0;
  let tangentX = facet.cos;
  let tangentY = facet.sin;
  if (material.brushing === 'round') {
    mark = latticeNoise(Math.floor(r * facet.scale * 0.75), 0, facet.seed) - 0.5;
    tangentX = (-v * facet.cos - u * facet.sin) / r;
    tangentY = (-v * facet.sin + u * facet.cos) / r;
  } else if (material.brushing === 'straight') {
    mark = latticeNoise(Math.floor(v * facet.scale * 0.75), Math.floor(u * 3 + v * 11), facet.seed) - 0.5;
  }
  mark *= material.brush;
  // A flat piece still shows a slow sweep of light: nothing is quite flat, and the lamp is near.
  let nx = -facet.slopeX + 0.1 * (u * facet.cos - v * facet.sin) - mark * 0.12 * tangentY;
  let ny = -facet.slopeY + 0.1 * (u * facet.sin + v * facet.cos) + mark * 0.12 * tangentX;
  const norm = 1 / Math.sqrt(1 + nx * nx + ny * ny);
  nx *= norm;
  ny *= norm;
  const nz = norm;
  const lx = light.direction[0];
  const ly = light.direction[1];
  const lz = light.direction[2];
  const facing = Math.max(0, nx * lx + ny * ly + nz * lz);
  // Mirror direction of a camera straight above.
  const rx = 2 * nz * nx;
  const ry = 2 * nz * ny;
  const rz = 2 * nz * nz - 1;
  const towards = rx * lx + ry * ly + rz * lz;
  const opposite = -rx * lx * 0.9 - ry * ly * 0.9 + rz * 0.45;
  // The glossier, the smaller the panel's image; above 0.85 its edges would cross.
  const gloss = Math.min(0.85, material.gloss);
  const panel = smoothstep(0.55 + 0.4 * gloss, 1 - 0.1 * gloss, towards);
  const fill = smoothstep(0.72, 0.95, opposite);
  // The room: bright overhead, a dark horizon behind the camera's shoulder, the bench below.
  const low = smoothstep(0.3, -0.3, rz);
  const overhead = 0.3 + 1.1 * smoothstep(-0.1, 1, rz) + 0.55 * (towards - 0.7);
  const open = 1 - facet.crevice * 0.85;
  const speckle = latticeNoise(Math.floor(u * 17 + 99), Math.floor(v * 17 + 99), facet.seed ^ 77);
  const wear = 1 - material.wear * 0.3 * speckle;
  const lit = facet.pool * open * wear * (1 + mark * 0.3);

  // Turned and drawn metal spreads its highlight across the marks (Kajiya-Kay's tangent term).
  let streak = 0;
  if (material.brushing !== 'none' && material.metal > 0) {
    const hz = 1 + lz;
    const h = Math.sqrt(lx * lx + ly * ly + hz * hz);
    const th = (tangentX * lx + tangentY * ly) / h;
    const nh = Math.max(0, nx * lx + ny * ly + nz * hz) / h;
    streak = 1.5 * squared(Math.max(0, 1 - th * th), 4) * squared(nh, 4) * (material.brush + mark);
  }
  const shine = material.metal;
  const sheen = 0.05 + 0.1 * gloss * (1 - nz);
  for (let c = 0; c < 3; c++) {
    const albedo = material.albedo[c] as number;
    const key = light.key[c] as number;
    const sky = light.sky[c] as number;
    const bounce = light.bounce[c] as number;
    const room =
      sky * 1.35 * Math.max(0, overhead) * (1 - low) +
      bounce * low * 0.55 +
      key * (0.34 * facing + 1.9 * panel * gloss + 0.25 * fill * gloss + 0.85 * streak);
    const scattered = albedo * (key * facing + sky * (0.6 + 0.4 * nz) + bounce * 0.25 * (1 - nz));
    const glint = sheen * sky + key * gloss * (0.6 * panel + 0.08 * fill);
    const value = (shine * albedo * room + (1 - shine) * (scattered + glint)) * lit;
    if (c === 0) facet.red = value;
    else if (c === 1) facet.green = value;
    else facet.blue = value;
  }
}
