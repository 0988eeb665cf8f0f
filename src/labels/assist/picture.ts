/** Pictures for the classical methods: small, in a colour space where distance is difference to the eye. */

/** Packed RGBA8 (red lowest), row-major [height, width]. */
export interface RgbaPicture {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

/** CIE L*a*b*, three values a pixel, row-major. */
export interface LabPicture {
  readonly lab: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Part of a picture, in its pixels: [left, top, right, bottom). */
export type Window = readonly [left: number, top: number, right: number, bottom: number];

/** sRGB component, 0 to 255, to linear light. */
const linear = Float32Array.from({ length: 256 }, (_, i) => {
  const value = i / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);

/** CIE 1976 L*a*b* of linear sRGB under D65. */
function intoLab(red: number, green: number, blue: number, out: Float32Array, at: number): void {
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  out[at] = 116 * y - 16;
  out[at + 1] = 500 * (x - y);
  out[at + 2] = 200 * (y - z);
}

/**
 * A window of a picture with at most `side` pixels on its longest side, each the mean of what it covers.
 * @returns with the picture's pixels per pixel of it.
 */
export function labWindow(
  { pixels, width: stride }: RgbaPicture,
  [left, top, right, bottom]: Window,
  side: number,
): LabPicture & { readonly step: number } {
  const step = Math.max(1, Math.max(right - left, bottom - top) / side);
  const width = Math.max(1, Math.round((right - left) / step));
  const height = Math.max(1, Math.round((bottom - top) / step));
  const lab = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const y0 = top + Math.floor(y * step);
    const y1 = Math.min(bottom, Math.max(y0 + 1, top + Math.floor((y + 1) * step)));
    for (let x = 0; x < width; x++) {
      const x0 = left + Math.floor(x * step);
      const x1 = Math.min(right, Math.max(x0 + 1, left + Math.floor((x + 1) * step)));
      let [red, green, blue] = [0, 0, 0];
      for (let v = y0; v < y1; v++)
        for (let u = x0; u < x1; u++) {
          const pixel = pixels[v * stride + u];
          red += linear[pixel & 255];
          green += linear[(pixel >> 8) & 255];
          blue += linear[(pixel >> 16) & 255];
        }
      const count = Math.max(1, (y1 - y0) * (x1 - x0));
      intoLab(red / count, green / count, blue / count, lab, (y * width + x) * 3);
    }
  }
  return { lab, width, height, step };
}
