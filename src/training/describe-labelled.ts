import type { Tensor } from '../compute/device.ts';
import { poolMode } from '../compute/kernels/pool-weights.ts';
import { INSTANCE_WIDTH } from '../network/segmenter.ts';
import { assignTargets } from '../network/targets.ts';
import { augment, identity, packGeometry, warpCoverage } from './augmentation.ts';
import { packPixels } from './batch.ts';
import type { PooledImage } from './pool.ts';
import { poolUnderMasks } from './pooling.ts';
import { within } from './scope.ts';
import type { Segmenter } from './segmenter.ts';

/** What the class head would read of a labelled instance. */
export interface Description {
  readonly category: number;
  /** Pooled under the true mask, [160]. */
  readonly features: Float32Array;
}

/** Features of labelled instances under their true masks, in images as they are. Waits for the device once. */
export function describeLabelled(
  segmenter: Segmenter,
  parameters: Readonly<Record<string, Tensor<'f32'>>>,
  images: readonly PooledImage[],
): Promise<Description[]> {
  const { device, geometry, options: network } = segmenter;
  const { slots } = network;
  const { side, cells, maskPixels } = geometry;
  return within(device, async (scope) => {
    const targets = assignTargets(
      images.map(({ instances }) =>
        instances.map(({ category, coverage }) => ({
          category,
          coverage: warpCoverage(coverage, identity, side),
        })),
      ),
      network,
    );
    if (targets.targets === 0) return [];
    const source = scope.upload('u32', [images.length, side * side], packPixels(images, side));
    const image = scope.keep(augment(device, source, packGeometry(images.map(() => identity))));
    const features = scope.keepAll(await segmenter.trunk(parameters, image));
    const masks = scope.upload('f32', [targets.targets, maskPixels], targets.planes);
    const frame = { images: images.length, slots, geometry };
    const pooling = poolUnderMasks(scope, [{ masks, rows: targets.slots, mode: poolMode.coverage }], frame);
    const cell = scope.upload('f32', [images.length, slots, cells], targets.cellChoice);
    const { instanceFeatures } = scope.keepAll(
      await segmenter.classes(parameters, { ...features, ...pooling, cell }),
    );
    // SYNC POINT: what do the labelled instances look like?
    const [described] = await device.read(instanceFeatures);
    return Array.from(targets.slots, (slot) => ({
      category: targets.labels[slot],
      features: described.slice(slot * INSTANCE_WIDTH, (slot + 1) * INSTANCE_WIDTH),
    }));
  });
}
