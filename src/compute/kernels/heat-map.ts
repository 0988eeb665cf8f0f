import code from '../../../shaders/heat-map.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { interpolateRows, placement } from './display.ts';

/** One channel: from the picture towards the colour map, which is linear between its entries. */
const blend = (
  below: number,
  low: number,
  high: number,
  way: number,
  opacity: number,
  shift: number,
): number => {
  const tint = ((low >>> shift) & 255) * (1 - way) + ((high >>> shift) & 255) * way;
  return ((1 - opacity) * ((below >>> shift) & 255) + opacity * tint + 0.5) | 0;
};

/**
 * picture u32 [H*W] packed RGBA8, planes f32 [N, S*S] in 0..1 (`plane` is shown), colours u32 [256] -> drawn u32 [H*W].
 * Opacity is opacity * (1 - fade + fade * value). The centre of display pixel x lies at (x + 0.5) * scale + offsetX
 * plane pixels from the plane's left edge.
 */
export const heatMap = defineKernel({
  name: 'heat-map',
  code,
  bindings: { picture: read('u32'), planes: read('f32'), colours: read('u32'), drawn: readWrite('u32') },
  uniforms: {
    width: 'u32',
    height: 'u32',
    side: 'u32',
    plane: 'u32',
    scale: 'f32',
    offsetX: 'f32',
    offsetY: 'f32',
    opacity: 'f32',
    fade: 'f32',
  },
  grid: ({ width, height }) => [Math.ceil(width / 8), Math.ceil(height / 8)],
  twin({ picture, planes, colours, drawn }, uniforms) {
    const { width, height, side, plane, scale, offsetX, offsetY, opacity, fade } = uniforms;
    const columns = placement(0, width, scale, offsetX, side);
    const rows = placement(0, height, scale, offsetY, side);
    const values = interpolateRows(planes, plane * side * side, side, columns, rows);
    for (let i = 0; i < values.length; i++) {
      const value = Math.max(0, Math.min(1, values[i]));
      const entry = Math.min(254, (255 * value) | 0);
      const way = 255 * value - entry;
      const alpha = opacity * (1 - fade + fade * value);
      const below = picture[i];
      const low = colours[entry];
      const high = colours[entry + 1];
      drawn[i] =
        (below & 0xff000000) |
        (blend(below, low, high, way, alpha, 16) << 16) |
        (blend(below, low, high, way, alpha, 8) << 8) |
        blend(below, low, high, way, alpha, 0);
    }
  },
});
