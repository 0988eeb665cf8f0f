import { type PooledImage, type PooledInstance, poolImage, poolTruth } from '../training/pool.ts';
import type { Source } from '../training/sources.ts';
import type { ImagePool } from '../training/trainer.ts';

/** Images at the network's side, read once for all runs on the same dataset. */
export class ImageReader {
  readonly #known = new Map<string, Promise<PooledImage>>();
  #dataset: Source['dataset'] | undefined;

  read({ dataset }: Source, id: number, side: number, truth: boolean): Promise<PooledImage> {
    if (dataset !== this.#dataset) this.#known.clear();
    this.#dataset = dataset;
    const key = `${id} ${side} ${truth}`;
    const known = this.#known.get(key);
    if (known) return known;
    const reading = poolImage(dataset, id, side, { truth });
    this.#known.set(key, reading);
    return reading;
  }

  async all(source: Source, ids: readonly number[], side: number, truth: boolean): Promise<PooledImage[]> {
    const images: PooledImage[] = [];
    for (const id of ids) images.push(await this.read(source, id, side, truth));
    return images;
  }

  /** What is true of an image that training must not know: for measurement. Undefined where nobody knows. */
  async truth(source: Source, id: number, side: number): Promise<readonly PooledInstance[] | undefined> {
    const { transform } = await this.read(source, id, side, false);
    const instances = await poolTruth(source.dataset, id, transform, side);
    return instances.length > 0 ? instances : undefined;
  }

  /** Images whose truth training must not see, read when they are first drawn. */
  unlabelled(source: Source, side: number): ImagePool {
    const { unlabelled } = source.splits;
    return {
      length: unlabelled.length,
      image: (index) => this.read(source, unlabelled[index], side, false),
    };
  }
}
