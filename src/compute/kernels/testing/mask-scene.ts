/** Cells that predict masks, with the equations of mask-logits.wgsl written out plainly, one pixel at a time. */
import { drawn, draws } from './values.ts';

export interface MaskScene {
  readonly images: number;
  readonly channels: number;
  readonly gridSide: number;
  readonly maskSide: number;
  readonly count: number;
  /** [B, C+6, G, G] */
  readonly kernels: Float32Array;
  /** [B, C, M, M] */
  readonly features: Float32Array;
  /** [N, 4] */
  readonly cells: Uint32Array;
  /** [B+1] */
  readonly imageStart: Uint32Array;
  /** [N, M*M], some gradient of a loss by the logits */
  readonly dLogits: Float32Array;
}

/** @param rowsPerImage how many cells of each image predict a mask; they are distinct. */
export function maskScene(
  seed: number,
  rowsPerImage: readonly number[],
  channels: number,
  gridSide: number,
  maskSide: number,
): MaskScene {
  const draw = draws(seed);
  const images = rowsPerImage.length;
  const cells: number[] = [];
  const imageStart = [0];
  rowsPerImage.forEach((rows, image) => {
    const free = Array.from({ length: gridSide * gridSide }, (_, cell) => cell);
    for (let row = 0; row < rows; row++) {
      const [cell] = free.splice(Math.floor(draw(0, free.length)), 1);
      cells.push(image, cell, Math.floor(draw(0, 3)), 0);
    }
    imageStart.push(cells.length / 4);
  });
  const count = cells.length / 4;
  return {
    images,
    channels,
    gridSide,
    maskSide,
    count,
    kernels: drawn(seed + 1, images * (channels + 6) * gridSide * gridSide, -1, 1),
    features: drawn(seed + 2, images * channels * maskSide * maskSide, -1, 1),
    cells: Uint32Array.from(cells),
    imageStart: Uint32Array.from(imageStart),
    dLogits: drawn(seed + 3, count * maskSide * maskSide, -1, 1),
  };
}

/** Logit of one cell at column u and row v. */
export function plainMaskLogit(
  scene: MaskScene,
  kernels: ArrayLike<number>,
  features: ArrayLike<number>,
  row: number,
  u: number,
  v: number,
): number {
  const { channels, gridSide, maskSide, cells } = scene;
  const image = cells[row * 4];
  const cell = cells[row * 4 + 1];
  const k = (c: number) => kernels[(image * (channels + 6) + c) * gridSide * gridSide + cell];
  const pixelX = ((u + 0.5) / maskSide) * 2 - 1;
  const pixelY = ((v + 0.5) / maskSide) * 2 - 1;
  const cellX = (((cell % gridSide) + 0.5) / gridSide) * 2 - 1;
  const cellY = ((Math.floor(cell / gridSide) + 0.5) / gridSide) * 2 - 1;
  const dx = (pixelX - cellX) * 2;
  const dy = (pixelY - cellY) * 2;
  let logit = 0;
  for (let c = 0; c < channels; c++) {
    logit += k(c) * features[((image * channels + c) * maskSide + v) * maskSide + u];
  }
  logit += k(channels) * dx + k(channels + 1) * dy + k(channels + 2) * dx * dx;
  return logit + k(channels + 3) * dy * dy + k(channels + 4) * dx * dy + k(channels + 5);
}

/** [N, M*M] */
export function plainMaskLogits(
  scene: MaskScene,
  kernels: ArrayLike<number> = scene.kernels,
  features: ArrayLike<number> = scene.features,
): Float64Array {
  const { count, maskSide } = scene;
  const logits = new Float64Array(count * maskSide * maskSide);
  for (let row = 0; row < count; row++) {
    for (let p = 0; p < maskSide * maskSide; p++) {
      logits[row * maskSide * maskSide + p] = plainMaskLogit(
        scene,
        kernels,
        features,
        row,
        p % maskSide,
        Math.floor(p / maskSide),
      );
    }
  }
  return logits;
}
