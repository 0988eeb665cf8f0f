import { Facet, type Light, poolAt, shade } from './light.ts';
import { scratch } from './scratch.ts';
import type { Surface } from './surface.ts';

/**
 * A lit part, ready to be laid over the picture: premultiplied red, green, blue and cover, four numbers a pixel. Good
 * only until the next surface is lit.
 */
export interface Sprite {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Float32Array;
}

const scratchPixels = scratch(Float32Array);

/** Lights row `j` of the samples, and adds them to the pixels of which `first` is that of the row's first sample. */
function lightRow(
  surface: Surface,
  light: Light,
  size: number,
  facet: Facet,
  j: number,
  pixels: Float32Array,
  first: number,
): void {
  const { placed, stride, relief, cover, crevice, layer, left, top } = surface;
  const { scale, cos, sin, part } = placed;
  const py = top + (j - 0.5) / 2 - placed.y;
  for (let i = 1; i <= 2 * surface.width; i++) {
    const at = j * stride + i;
    const share = (cover[at] as number) / 4;
    if (share === 0) continue;
    // Heights are in pixels, samples half a pixel apart. Beyond the outline the height means nothing.
    const here = relief[at] as number;
    const west = (cover[at - 1] as number) > 0.2 ? (relief[at - 1] as number) : here;
    const east = (cover[at + 1] as number) > 0.2 ? (relief[at + 1] as number) : here;
    const north = (cover[at - stride] as number) > 0.2 ? (relief[at - stride] as number) : here;
    const south = (cover[at + stride] as number) > 0.2 ? (relief[at + stride] as number) : here;
    facet.slopeX = Math.max(-3, Math.min(3, east - west));
    facet.slopeY = Math.max(-3, Math.min(3, south - north));
    facet.crevice = crevice[at] as number;
    const px = left + (i - 0.5) / 2 - placed.x;
    facet.u = (px * cos + py * sin) / scale;
    facet.v = (py * cos - px * sin) / scale;
    const material = part.layers[layer[at] as number];
    if (material === undefined) continue;
    facet.pool = poolAt(light, ((px + placed.x) / size) * 2 - 1, ((py + placed.y) / size) * 2 - 1);
    shade(facet, material, light);
    const to = first + ((i - 1) >> 1) * 4;
    pixels[to] = (pixels[to] as number) + facet.red * share;
    pixels[to + 1] = (pixels[to + 1] as number) + facet.green * share;
    pixels[to + 2] = (pixels[to + 2] as number) + facet.blue * share;
    pixels[to + 3] = (pixels[to + 3] as number) + share;
  }
}

/** Lights a surface. `margin` pixels of nothing are left around it, into which it may be blurred. */
export function lightSurface(surface: Surface, light: Light, size: number, margin: number): Sprite {
  const { placed } = surface;
  const width = surface.width + 2 * margin;
  const height = surface.height + 2 * margin;
  const pixels = scratchPixels(width * height * 4).fill(0);
  const facet = new Facet();
  facet.cos = placed.cos;
  facet.sin = placed.sin;
  facet.seed = placed.seed;
  facet.scale = placed.scale;
  for (let j = 1; j <= 2 * surface.height; j++) {
    const first = ((((j - 1) >> 1) + margin) * width + margin) * 4;
    lightRow(surface, light, size, facet, j, pixels, first);
  }
  return { left: surface.left - margin, top: surface.top - margin, width, height, pixels };
}
