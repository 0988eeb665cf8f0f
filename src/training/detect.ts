import type { Tensor } from '../compute/device.ts';
import { maskLogits } from '../compute/kernels/mask-logits.ts';
import { maskQuality, maskQualityColumns } from '../compute/kernels/mask-quality.ts';
import { packMask } from '../compute/kernels/pack-mask.ts';
import { poolMode } from '../compute/kernels/pool-weights.ts';
import { findPeaks, PEAK_THRESHOLD, removeDuplicates } from '../network/decode.ts';
import { INSTANCE_WIDTH } from '../network/segmenter.ts';
import { meanOf, readClasses } from './class-reading.ts';
import { poolUnderMasks } from './pooling.ts';
import type { Scope } from './scope.ts';
import type { Segmenter } from './segmenter.ts';

/** An instance that the network sees; its mask logits stay on the device. */
export interface Detection {
  /** Row of `Detections.logits`. */
  readonly row: number;
  /** Row-major index of its cell. */
  readonly cell: number;
  readonly category: number;
  /** objectness * class quality * mask quality. */
  readonly score: number;
  readonly objectness: number;
  /** s_cls = max_k c_k (PL-DC, arXiv 2505.11075, instance level). */
  readonly classQuality: number;
  /** s_mask: mean foreground probability. */
  readonly maskQuality: number;
  /** Class probabilities, [K]. */
  readonly probabilities: Float32Array;
  /** What the class head reads of it, [160]. */
  readonly features: Float32Array;
  /** Mask pixels with a positive logit. */
  readonly area: number;
  /** The same, one bit a mask pixel, row-major. */
  readonly bits: Uint32Array;
}

export interface Detections {
  /** Of each image, best score first, without duplicates. */
  readonly images: readonly (readonly Detection[])[];
  /** Objectness logits, [B, cells]. */
  readonly objectness: Float32Array;
  /** Mask logits of all peaks, [C, P], on the device; undefined where there is no peak. */
  readonly logits: Tensor<'f32'> | undefined;
}

export interface DetectOptions {
  /** Turned copies of the image, 1 to 8, whose class probabilities are averaged; each costs a pass of the trunk. */
  readonly views?: number;
}

/**
 * Runs the network and decodes: peaks of objectness, their masks, their classes from features pooled under those
 * masks, duplicates removed. Waits for the device: for objectness, then for qualities and classes.
 * @param parameters views by name: the student's or the teacher's.
 * @param image the network's input, [B, 3, S, S].
 */
export async function detect(
  scope: Scope,
  segmenter: Segmenter,
  parameters: Readonly<Record<string, Tensor<'f32'>>>,
  image: Tensor<'f32'>,
  { views = 1 }: DetectOptions = {},
): Promise<Detections> {
  const { device, geometry, options: network } = segmenter;
  const { gridSide, cells: cellCount, maskSide, maskPixels } = geometry;
  const { maskChannels: channels, slots, classes } = network;
  const [batch = 0] = image.shape;
  const features = scope.keepAll(await segmenter.trunk(parameters, image));

  // SYNC POINT: where are the instances?
  const [objectness] = await device.read(features.objectness);
  const peaks = Array.from({ length: batch }, (_, b) =>
    findPeaks(objectness.subarray(b * cellCount, (b + 1) * cellCount), gridSide, {
      limit: slots,
      threshold: PEAK_THRESHOLD,
    }).map((peak, slot) => ({ ...peak, image: b, slot: b * slots + slot })),
  ).flat();
  const none = Array.from({ length: batch }, () => []);
  if (peaks.length === 0) return { images: none, objectness, logits: undefined };

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

  const slotRows = Uint32Array.from(peaks, ({ slot }) => slot);
  const frame = { images: batch, slots, geometry };
  const pooling = poolUnderMasks(scope, [{ masks: logits, rows: slotRows, mode: poolMode.logits }], frame);
  const choice = new Float32Array(batch * slots * cellCount);
  for (const { slot, cell } of peaks) choice[slot * cellCount + cell] = 1;
  const pass = { image, features, pooling, choice };
  const readings = await readClasses(scope, segmenter, parameters, pass, views);

  // SYNC POINT: what are they?
  const [qualities, bits, ...read] = await device.read(
    quality,
    packed,
    ...readings.map(({ probabilities }) => probabilities),
    ...readings.map(({ features: described }) => described),
  );
  const chances = meanOf(read.slice(0, readings.length));
  const described = meanOf(read.slice(readings.length));
  const detections = peaks.map(({ image: b, cell: at, objectness: certainty, slot }, row) => {
    const probabilities = chances.slice(slot * classes, (slot + 1) * classes);
    const classScore = Math.max(...probabilities);
    const maskScore = qualities[row * 4 + maskQualityColumns.quality];
    return {
      image: b,
      row,
      cell: at,
      category: Math.max(0, probabilities.indexOf(classScore)),
      score: certainty * classScore * maskScore,
      objectness: certainty,
      classQuality: classScore,
      maskQuality: maskScore,
      probabilities,
      features: described.slice(slot * INSTANCE_WIDTH, (slot + 1) * INSTANCE_WIDTH),
      area: qualities[row * 4 + maskQualityColumns.area],
      bits: bits.slice(row * words, (row + 1) * words),
    };
  });
  const images = none.map((_, b) => {
    const own = detections.filter((detection) => detection.image === b);
    return removeDuplicates(own).map((index) => {
      const { image: _image, ...detection } = own[index];
      return detection;
    });
  });
  return { images, objectness, logits };
}
