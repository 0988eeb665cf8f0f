import { demoDataset } from '../../data/demo/index.ts';
import { type PooledImage, poolImage } from '../pool.ts';

/** The first training scenes of the demo dataset, with their truth. */
export async function demoImages(count: number, side: number): Promise<readonly PooledImage[]> {
  const { dataset, splits } = demoDataset();
  const images: PooledImage[] = [];
  for (const id of splits.training.slice(0, count)) {
    images.push(await poolImage(dataset, id, side, { truth: true }));
  }
  return images;
}

/** As many as the demo dataset has. */
export const DEMO_CLASSES = demoDataset().dataset.categories.length;
