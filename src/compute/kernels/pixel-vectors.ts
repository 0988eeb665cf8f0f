/** Shaders read four pixels at a time; whoever sizes a mask plane is told where that does not come out even. */
import { KernelError } from '../errors.ts';

/** @throws KernelError unless `pixels` is a multiple of `each`. Returns how many times `each` fits. */
export function pixelVectors(kernel: string, pixels: number, each = 4): number {
  if (pixels % each === 0) return pixels / each;
  throw new KernelError(
    `Kernel "${kernel}" was given planes of ${pixels} pixels, but takes ${each} at a time.`,
    `Choose an image side that is a multiple of 32: its mask planes are half as wide and divide by ${each}.`,
  );
}

/** @throws KernelError unless rows of a mask plane divide by four. Returns vectors per plane. */
export function planeVectors(kernel: string, maskSide: number): number {
  return pixelVectors(kernel, maskSide) * maskSide;
}
