/**
 * One image's row in the `appearance` buffer, f32 [B, 24], that `image-mean`, `colour-jitter`, `blur` and
 * `erase-normalise` share. A row of zeros changes nothing.
 */
export const appearanceStride = 24;

/** Where each figure lies in the row. The shaders use the same numbers. */
export const appearance = {
  /** 1: the four colour figures apply; 0: they are ignored. */
  jitter: 0,
  /** Factor; 1 leaves the picture as it is. */
  brightness: 1,
  contrast: 2,
  saturation: 3,
  /** Shift of the hue in turns, -0.5..0.5. */
  hue: 4,
  /** 1: the picture becomes grey. */
  grey: 5,
  /** Of the Gaussian blur, in pixels; 0: none. At most 2. */
  sigma: 6,
  /** Key of the noise that fills the erased rectangles: an integer below 2^24, which f32 holds exactly. */
  noise: 7,
  /** Three rectangles: left, top, right, bottom in pixels, right and bottom exclusive; empty ones erase nothing. */
  rectangles: 8,
} as const;

export const rectanglesPerImage = 3;

/** Luma weights of ITU-R BT.601, as torchvision's `rgb_to_grayscale` has them. */
export const grey601 = [0.2989, 0.587, 0.114] as const;
