import code from '../../../shaders/overlay.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { interpolateRows, placement } from './display.ts';

/** Elements of one instance's row. */
export const overlayStride = 8;

/** Where each figure lies in an instance's row, f32 [N, 8]. */
export const overlayRow = {
  /** Three components in 0..1. */
  colour: 0,
  fillOpacity: 3,
  outlineOpacity: 4,
  /** 1 or 0. */
  visible: 5,
  /** Display pixels of a dash of the outline, a whole number; 0 for an unbroken one. */
  dash: 6,
  /** Display pixels from one stripe of the fill to the next, a whole number; 0 for a plain one. */
  hatch: 7,
} as const;

/** How far, in display pixels, an outline looks for its contour; a whole number. */
const reachOf = (outlineWidth: number): number => Math.ceil(Math.SQRT2 * (0.5 * outlineWidth + 0.5));

/** The mask pixels whose logit is positive; undefined where there is none. */
const positiveBox = (logits: Float32Array, first: number, side: number) => {
  let left = side;
  let right = -1;
  let top = side;
  let bottom = -1;
  for (let y = 0; y < side; y++) {
    const row = first + y * side;
    for (let x = 0; x < side; x++) {
      if (logits[row + x] <= 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : { left, right, top, bottom };
};

/** Display pixels [from, to) that may show anything of the mask pixels [low, high], beyond which logits are <= 0. */
const displaySpan = (
  low: number,
  high: number,
  side: number,
  pixels: number,
  scale: number,
  offset: number,
  reach: number,
): readonly [from: number, to: number] => {
  // A positive logit spreads by less than one mask pixel; at the border it continues outwards without end.
  const from = low === 0 ? 0 : Math.floor((low - 0.5 - offset) / scale) - reach - 1;
  const to = high === side - 1 ? pixels : Math.ceil((high + 1.5 - offset) / scale) + reach + 2;
  return [Math.min(pixels, Math.max(0, from)), Math.min(pixels, Math.max(0, to))];
};

const unit = (x: number): number => Math.max(0, Math.min(1, x));

/**
 * picture u32 [H*W] packed RGBA8, logits f32 [N, M*M], instances f32 [N, 8] -> drawn u32 [H*W]: a translucent fill and
 * a soft outline of `outlineWidth` display pixels per visible instance, dashed or hatched where its row says so, later
 * instances over earlier ones. The centre
 * of display pixel x lies at (x + 0.5) * scale + offsetX mask pixels from the masks' left edge.
 */
export const overlay = defineKernel({
  name: 'overlay',
  code,
  bindings: { picture: read('u32'), logits: read('f32'), instances: read('f32'), drawn: readWrite('u32') },
  uniforms: {
    width: 'u32',
    height: 'u32',
    maskSide: 'u32',
    count: 'u32',
    scale: 'f32',
    offsetX: 'f32',
    offsetY: 'f32',
    outlineWidth: 'f32',
  },
  grid: ({ width, height }) => [Math.ceil(width / 8), Math.ceil(height / 8)],
  twin({ picture, logits, instances, drawn }, uniforms) {
    const { width, height, maskSide, count, scale, offsetX, offsetY, outlineWidth } = uniforms;
    const pixels = width * height;
    const reach = reachOf(outlineWidth);
    // Colours in 0..255, unrounded until the end: rounding after every instance would add up.
    const colours = new Float32Array(3 * pixels);
    for (let i = 0; i < pixels; i++) {
      colours[3 * i] = picture[i] & 255;
      colours[3 * i + 1] = (picture[i] >>> 8) & 255;
      colours[3 * i + 2] = (picture[i] >>> 16) & 255;
    }
    for (let instance = 0; instance < count; instance++) {
      const row = instance * overlayStride;
      if (instances[row + overlayRow.visible] < 0.5) continue;
      const plane = instance * maskSide * maskSide;
      const box = positiveBox(logits, plane, maskSide);
      if (!box) continue;
      const [left, right] = displaySpan(box.left, box.right, maskSide, width, scale, offsetX, reach);
      const [top, bottom] = displaySpan(box.top, box.bottom, maskSide, height, scale, offsetY, reach);
      if (left >= right || top >= bottom) continue;
      const columns = placement(left - reach, right + reach, scale, offsetX, maskSide);
      const rows = placement(top - reach, bottom + reach, scale, offsetY, maskSide);
      const field = interpolateRows(logits, plane, maskSide, columns, rows);
      const red = 255 * instances[row];
      const green = 255 * instances[row + 1];
      const blue = 255 * instances[row + 2];
      const fillOpacity = instances[row + overlayRow.fillOpacity];
      const outlineOpacity = instances[row + overlayRow.outlineOpacity];
      const dash = Math.floor(instances[row + overlayRow.dash]);
      const hatch = Math.floor(instances[row + overlayRow.hatch]);
      const stride = columns.count;
      for (let y = top; y < bottom; y++) {
        let at = (y - top + reach) * stride + reach;
        let to = 3 * (y * width + left);
        for (let x = left; x < right; x++, at++, to += 3) {
          const here = field[at];
          const east = field[at + reach];
          const west = field[at - reach];
          const south = field[at + reach * stride];
          const north = field[at - reach * stride];
          let keep = 1;
          const filled = hatch > 0 && 2 * ((x + y) % hatch) >= hatch ? 0 : fillOpacity;
          if (here > 0 && east > 0 && west > 0 && south > 0 && north > 0) keep = 1 - filled;
          else if (here > 0 || east > 0 || west > 0 || south > 0 || north > 0) {
            const dx = east - west;
            const dy = south - north;
            const slope = Math.sqrt(dx * dx + dy * dy) / (2 * reach);
            const distance = here / Math.max(slope, 1e-6);
            const gap = dash > 0 && ((Math.floor(x / dash) + Math.floor(y / dash)) & 1) === 1;
            const outline = gap ? 0 : unit(0.5 * outlineWidth + 0.5 - Math.abs(distance));
            keep = (1 - unit(distance + 0.5) * filled) * (1 - outline * outlineOpacity);
          }
          if (keep === 1) continue;
          colours[to] = keep * colours[to] + (1 - keep) * red;
          colours[to + 1] = keep * colours[to + 1] + (1 - keep) * green;
          colours[to + 2] = keep * colours[to + 2] + (1 - keep) * blue;
        }
      }
    }
    for (let i = 0; i < pixels; i++) {
      const r = (colours[3 * i] + 0.5) | 0;
      const g = (colours[3 * i + 1] + 0.5) | 0;
      const b = (colours[3 * i + 2] + 0.5) | 0;
      drawn[i] = (picture[i] & 0xff000000) | (b << 16) | (g << 8) | r;
    }
  },
});
