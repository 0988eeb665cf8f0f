/** Where a grid cell sees a pixel of the mask plane: the dx and dy of the dynamic kernel's quadratic terms. */

/** A kernel's terms beyond its channels: dx, dy, dx^2, dy^2, dx dy, 1. */
export const geometryTerms = 6;

/**
 * dx (or dy) = offset + step * u for the pixel in column (or row) u, from the cell in column (or row) `cell`:
 * twice their distance in units where the image is [-1, 1].
 */
export function offsetFromCell(
  cell: number,
  gridSide: number,
  maskSide: number,
): { offset: number; step: number } {
  return { offset: 4 * (0.5 / maskSide - (cell + 0.5) / gridSide), step: 4 / maskSide };
}

/** Rows of `layQuadratic`: 1, dx, dx^2. */
export const quadraticRows = 3;

/**
 * The powers of dx along a line of the mask plane, f32 [3, M] at `start`: with them a kernel's quadratic terms, and the
 * gradients by them, are weighted sums and dots of rows, line by line. Doubles until here, as dx is a small difference.
 */
export function layQuadratic(
  values: Float32Array,
  start: number,
  cell: number,
  gridSide: number,
  maskSide: number,
): void {
  const { offset, step } = offsetFromCell(cell % gridSide, gridSide, maskSide);
  for (let u = 0; u < maskSide; u++) {
    const dx = offset + step * u;
    values[start + u] = 1;
    values[start + maskSide + u] = dx;
    values[start + 2 * maskSide + u] = dx * dx;
  }
}
