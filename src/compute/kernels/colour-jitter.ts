import code from '../../../shaders/colour-jitter.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { appearanceStride, appearance as at, grey601 } from './appearance.ts';

/** Comparisons, not Math.min: V8 compiles them to fewer instructions. */
const unit = (x: number): number => {
  if (x < 0) return 0;
  if (x > 1) return 1;
  return x;
};

const [wr, wg, wb] = grey601;

/** Brightness, contrast and saturation of one image, whose red plane begins at `start`. */
const jitterColours = (
  view: Float32Array,
  start: number,
  pixels: number,
  brightness: number,
  contrast: number,
  saturation: number,
  mean: number,
): void => {
  const lift = (1 - contrast) * mean;
  const rest = 1 - saturation;
  for (let red = start; red < start + pixels; red++) {
    const green = red + pixels;
    const blue = green + pixels;
    const r = unit(contrast * unit(brightness * view[red]) + lift);
    const g = unit(contrast * unit(brightness * view[green]) + lift);
    const b = unit(contrast * unit(brightness * view[blue]) + lift);
    const luma = rest * (wr * r + wg * g + wb * b);
    view[red] = unit(saturation * r + luma);
    view[green] = unit(saturation * g + luma);
    view[blue] = unit(saturation * b + luma);
  }
};

/** Hue in HSV, `shift` in sixths of a turn, 0..6: the six cases of the textbook. */
const turnHues = (view: Float32Array, start: number, pixels: number, shift: number): void => {
  for (let red = start; red < start + pixels; red++) {
    const green = red + pixels;
    const blue = green + pixels;
    const r = view[red];
    const g = view[green];
    const b = view[blue];
    let value = r;
    if (g > value) value = g;
    if (b > value) value = b;
    let lowest = r;
    if (g < lowest) lowest = g;
    if (b < lowest) lowest = b;
    const chroma = value - lowest;
    if (chroma === 0) continue;
    let hue = shift;
    if (value === r) hue += (g - b) / chroma;
    else if (value === g) hue += 2 + (b - r) / chroma;
    else hue += 4 + (r - g) / chroma;
    if (hue < 0) hue += 6;
    if (hue >= 6) hue -= 6;
    const sector = hue | 0;
    const falling = value - chroma * (hue - sector);
    const rising = lowest + chroma * (hue - sector);
    if (sector === 0) {
      view[red] = value;
      view[green] = rising;
      view[blue] = lowest;
    } else if (sector === 1) {
      view[red] = falling;
      view[green] = value;
      view[blue] = lowest;
    } else if (sector === 2) {
      view[red] = lowest;
      view[green] = value;
      view[blue] = rising;
    } else if (sector === 3) {
      view[red] = lowest;
      view[green] = falling;
      view[blue] = value;
    } else if (sector === 4) {
      view[red] = rising;
      view[green] = lowest;
      view[blue] = value;
    } else {
      view[red] = value;
      view[green] = lowest;
      view[blue] = falling;
    }
  }
};

const toGrey = (view: Float32Array, start: number, pixels: number): void => {
  for (let red = start; red < start + pixels; red++) {
    const luma = wr * view[red] + wg * view[red + pixels] + wb * view[red + 2 * pixels];
    view[red] = luma;
    view[red + pixels] = luma;
    view[red + 2 * pixels] = luma;
  }
};

/**
 * appearance f32 [B, 24], mean f32 [B] (from `image-mean`); view f32 [B, 3, S, S] in 0..1 changes in place:
 * brightness, contrast, saturation, hue (torchvision's definitions, in this order), then grey. Images not chosen keep
 * their bits.
 */
export const colourJitter = defineKernel({
  name: 'colour-jitter',
  code,
  bindings: { appearance: read('f32'), mean: read('f32'), view: readWrite('f32') },
  uniforms: { batch: 'u32', side: 'u32' },
  grid: ({ batch, side }) => [Math.ceil((side * side) / 64), batch],
  twin({ appearance, mean, view }, { batch, side }) {
    const pixels = side * side;
    for (let image = 0; image < batch; image++) {
      const row = image * appearanceStride;
      const start = 3 * image * pixels;
      if (appearance[row + at.jitter] > 0.5) {
        const brightness = appearance[row + at.brightness];
        const contrast = appearance[row + at.contrast];
        const saturation = appearance[row + at.saturation];
        const turns = appearance[row + at.hue];
        jitterColours(view, start, pixels, brightness, contrast, saturation, mean[image]);
        if (turns !== 0) turnHues(view, start, pixels, 6 * (turns - Math.floor(turns)));
      }
      if (appearance[row + at.grey] > 0.5) toGrey(view, start, pixels);
    }
  },
});
