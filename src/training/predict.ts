import type { Tensor } from '../compute/device.ts';
import { augment, identity, packGeometry } from './augmentation.ts';
import { packPixels } from './batch.ts';
import { type Detection, detect } from './detect.ts';
import type { PooledImage } from './pool.ts';
import { within } from './scope.ts';
import type { Segmenter } from './segmenter.ts';

/** An instance that the network sees, in mask pixels of the letterboxed image. */
export interface Candidate extends Omit<Detection, 'row' | 'bits'> {
  /** Mask logits, [M, M]. */
  readonly logits: Float32Array;
}

/**
 * What the network sees in a batch of images as they are (no augmentation). Waits for the device three times.
 * @param parameters views by name: the student's or the teacher's.
 * @returns candidates of each image, best score first.
 */
export function predict(
  segmenter: Segmenter,
  parameters: Readonly<Record<string, Tensor<'f32'>>>,
  images: readonly PooledImage[],
): Promise<Candidate[][]> {
  const { device, geometry } = segmenter;
  const { side, maskPixels } = geometry;
  return within(device, async (scope) => {
    const source = scope.upload('u32', [images.length, side * side], packPixels(images, side));
    const image = scope.keep(augment(device, source, packGeometry(images.map(() => identity))));
    const { images: found, logits } = await detect(scope, segmenter, parameters, image);
    if (!logits) return images.map(() => []);
    // SYNC POINT: their masks.
    const [planes] = await device.read(logits);
    return found.map((detections) =>
      detections.map(({ row, bits: _bits, ...detection }) => ({
        ...detection,
        logits: planes.slice(row * maskPixels, (row + 1) * maskPixels),
      })),
    );
  });
}
