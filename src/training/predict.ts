import type { Tensor } from '../compute/device.ts';
import { classQuality } from '../compute/kernels/class-quality.ts';
import { maskLogits } from '../compute/kernels/mask-logits.ts';
import { maskQuality, maskQualityColumns } from '../compute/kernels/mask-quality.ts';
import { packMask } from '../compute/kernels/pack-mask.ts';
import { poolMode } from '../compute/kernels/pool-weights.ts';
import { defaultPeaks, findPeaks, type PeakOptions, removeDuplicates } from '../network/decode.ts';
import { augment, identity, packGeometry } from './augmentation.ts';
import { packPixels } from './batch.ts';
import type { PooledImage } from './pool.ts';
import { poolUnderMasks } from './pooling.ts';
import { within } from './scope.ts';
import type { Segmenter } from './segmenter.ts';

/** An instance that the network sees, in mask pixels of the letterboxed image. */
export interface Candidate {
  /** Row-major index of its cell. */
  readonly cell: number;
  readonly category: number;
  /** objectness * class quality * mask quality. */
  readonly score: number;
  readonly objectness: number;
  /** s_cls = max_k c_k (method.md, instance level). */
  readonly classQuality: number;
  /** s_mask: mean foreground probability. */
  readonly maskQuality: number;
  /** Class probabilities, [K]. */
  readonly probabilities: Float32Array;
  /** Mask pixels with a positive logit. */
  readonly area: number;
  /** Mask logits, [M, M]. */
  readonly logits: Float32Array;
}

/**
 * Runs the network on a batch of images as they are (no augmentation) and decodes: peaks of objectness, their masks,
 * their classes from features pooled under those masks, duplicates removed.
 *
 * Waits for the device twice per batch: for objectness, and for masks and classes.
 * @param parameters views by name: the student's or the teacher's.
 * @returns candidates of each image, best score first.
 */
export function predict(
  segmenter: Segmenter,
  parameters: Readonly<Record<string, Tensor<'f32'>>>,
  images: readonly PooledImage[],
  options: PeakOptions = defaultPeaks,
): Promise<Candidate[][]> {
  const { device, geometry, options: network } = segmenter;
  const { side, gridSide, cells: cellCount, maskSide, maskPixels } = geometry;
  const { maskChannels: channels, slots, classes } = network;
  const batch = images.length;
  return within(device, async (scope) => {
    const source = scope.upload('u32', [batch, side * side], packPixels(images, side));
    const image = scope.keep(augment(device, source, packGeometry(images.map(() => identity))));
    const features = scope.keepAll(await segmenter.trunk(parameters, image));

    // SYNC POINT: where are the instances?
    const [objectness] = await device.read(features.objectness);
    const peaks = images.flatMap((_, b) =>
      findPeaks(objectness.subarray(b * cellCount, (b + 1) * cellCount), gridSide, {
        ...options,
        limit: Math.min(options.limit, slots),
      }).map((peak, slot) => ({ ...peak, image: b, row: b * slots + slot })),
    );
    if (peaks.length === 0) return images.map(() => []);

    const count = peaks.length;
    const cells = scope.upload(
      'u32',
      [count, 4],
      Uint32Array.from(peaks.flatMap(({ image: b, cell }) => [b, cell, 0, 0])),
    );
    const logits = scope.create('f32', [count, maskPixels]);
    const { kernels, maskFeatures } = features;
    device.run(
      maskLogits,
      { kernels, features: maskFeatures, cells, logits },
      { count, channels, gridSide, maskSide },
    );
    const quality = scope.create('f32', [count, 4]);
    device.run(maskQuality, { logits, quality }, { count, pixels: maskPixels });
    const words = maskPixels / 32;
    const packed = scope.create('u32', [count, words]);
    device.run(packMask, { logits, bits: packed }, { words: count * words });

    const rows = Uint32Array.from(peaks, ({ row }) => row);
    const pooling = poolUnderMasks(scope, logits, rows, poolMode.logits, { images: batch, slots, geometry });
    const choice = new Float32Array(batch * slots * cellCount);
    for (const { row, cell } of peaks) choice[row * cellCount + cell] = 1;
    const cell = scope.upload('f32', [batch, slots, cellCount], choice);
    const classLogits = scope.keep(await segmenter.classes(parameters, { ...features, ...pooling, cell }));
    const probabilities = scope.create('f32', [batch * slots, classes]);
    const best = scope.create('f32', [batch * slots, 2]);
    device.run(classQuality, { logits: classLogits, probabilities, best }, { count: batch * slots, classes });

    // SYNC POINT: what are they?
    const [planes, qualities, bits, chances, winners] = await device.read(
      logits,
      quality,
      packed,
      probabilities,
      best,
    );
    const candidates = peaks.map(({ image: b, cell: at, objectness: certainty, row }, i) => {
      const [classScore, category] = winners.subarray(row * 2, row * 2 + 2);
      const maskScore = qualities[i * 4 + maskQualityColumns.quality];
      return {
        image: b,
        bits: bits.subarray(i * words, (i + 1) * words),
        cell: at,
        category,
        score: certainty * classScore * maskScore,
        objectness: certainty,
        classQuality: classScore,
        maskQuality: maskScore,
        probabilities: chances.slice(row * classes, (row + 1) * classes),
        area: qualities[i * 4 + maskQualityColumns.area],
        logits: planes.slice(i * maskPixels, (i + 1) * maskPixels),
      };
    });
    return images.map((_, b) => {
      const own = candidates.filter((candidate) => candidate.image === b);
      return removeDuplicates(own).map((index) => {
        const { image: _image, bits: _bits, ...candidate } = own[index];
        return candidate;
      });
    });
  });
}
