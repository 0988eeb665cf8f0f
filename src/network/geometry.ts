/** Sizes that follow from the input side: one objectness cell per 8 pixels, masks at stride 2, class pooling at stride 4. */

export interface SegmenterOptions {
  /** Input side in pixels: 128 to 320, a multiple of 32. */
  readonly side: number;
  readonly classes: number;
  /** Width C of the mask features; a dynamic kernel holds C + 6 numbers. */
  readonly maskChannels: number;
  /** Instances per image whose class is read at once. */
  readonly slots: number;
}

export interface Geometry {
  readonly side: number;
  /** Cells a side. */
  readonly gridSide: number;
  readonly cells: number;
  /** Mask pixels a side. */
  readonly maskSide: number;
  readonly maskPixels: number;
  /** Class-feature pixels a side. */
  readonly poolSide: number;
  readonly poolPixels: number;
}

export const CELL_STRIDE = 8;
export const MASK_STRIDE = 2;
export const POOL_STRIDE = 4;

/** Numbers of a dynamic kernel beyond its C channel weights: dx, dy, dx^2, dy^2, dx dy, 1. */
export const COORDINATE_TERMS = 6;

/** @throws RangeError where an option cannot make a network, saying which and what it may be. */
export function checkOptions({ side, classes, maskChannels, slots }: SegmenterOptions): void {
  if (!Number.isInteger(side / 32) || side < 128 || side > 320) {
    throw new RangeError(`The input side is ${side}; it must be a multiple of 32 from 128 to 320.`);
  }
  const counts = { classes, maskChannels, slots };
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isInteger(value) || value < 1 || value > 1024) {
      throw new RangeError(`The segmenter's ${name} is ${value}; it must be a whole number from 1 to 1024.`);
    }
  }
}

export function geometryOf(side: number): Geometry {
  const gridSide = side / CELL_STRIDE;
  const maskSide = side / MASK_STRIDE;
  const poolSide = side / POOL_STRIDE;
  return {
    side,
    gridSide,
    cells: gridSide ** 2,
    maskSide,
    maskPixels: maskSide ** 2,
    poolSide,
    poolPixels: poolSide ** 2,
  };
}
