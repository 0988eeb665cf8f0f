import type { Dataset, Picture } from '../data/dataset.ts';
import { letterbox } from '../data/resize.ts';
import type { Settings } from '../settings/schema.ts';
import { type PooledImage, type PooledInstance, poolImage, poolTruth } from '../training/pool.ts';
import type { Source } from '../training/sources.ts';
import { Recent } from './recent.ts';

/** A picture at the size it is shown in. */
export interface DisplayPicture {
  /** Packed RGBA8, row-major [height, width]. */
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

const megabyte = 2 ** 20;

/** All labelled images of a run stay with its trainer; this bounds the others, at 64 KB each for a side of 128. */
const pooledBytes = 96 * megabyte;
const displayBytes = 48 * megabyte;
const truthBytes = 32 * megabyte;

const bytesOfTruth = (instances: readonly PooledInstance[]): number =>
  instances.reduce((sum, { coverage }) => sum + coverage.data.byteLength, 0);
const bytesOf = ({ pixels, instances }: PooledImage): number => pixels.byteLength + bytesOfTruth(instances);

/** The images of a dataset at the sizes that the network and the page want, kept from one run to the next. */
export class Library {
  readonly #pooled = new Recent<PooledImage>(pooledBytes);
  readonly #truths = new Recent<readonly PooledInstance[]>(truthBytes);
  readonly #displayed = new Recent<DisplayPicture>(displayBytes);
  readonly #openSource: (settings: Settings) => Promise<Source>;
  #dataset: Dataset | undefined;

  constructor(openSource: (settings: Settings) => Promise<Source>) {
    this.#openSource = openSource;
  }

  /** The dataset with its splits. What was read of another dataset is forgotten. @throws RangeError for unusable settings. */
  async open(settings: Settings): Promise<Source> {
    const source = await this.#openSource(settings);
    if (source.dataset !== this.#dataset) {
      this.#pooled.clear();
      this.#displayed.clear();
      this.#truths.clear();
      this.#dataset = source.dataset;
    }
    return source;
  }

  /**
   * An image at the network's side, with its truth where training may know it.
   * @throws Error naming the image where it cannot be read.
   */
  async pooled(dataset: Dataset, id: number, side: number, truth: boolean): Promise<PooledImage> {
    const key = `${id} ${side} ${truth}`;
    const known = dataset === this.#dataset ? this.#pooled.get(key) : undefined;
    if (known) return known;
    const image = await poolImage(dataset, id, side, { truth });
    // While the image was being read, another dataset may have been opened.
    if (dataset === this.#dataset) this.#pooled.set(key, image, bytesOf(image));
    return image;
  }

  /** What is true of an image, at the network's side; empty where nobody knows. For measurement: see `pooled` for training. */
  async truth(dataset: Dataset, id: number, side: number): Promise<readonly PooledInstance[]> {
    const key = `${id} ${side}`;
    const known = dataset === this.#dataset ? this.#truths.get(key) : undefined;
    if (known) return known;
    const { transform } = await this.pooled(dataset, id, side, false);
    const instances = await poolTruth(dataset, id, transform, side);
    if (dataset === this.#dataset) this.#truths.set(key, instances, bytesOfTruth(instances));
    return instances;
  }

  /** What was read of an image whose labels have changed; its pixels are the same. */
  forget(dataset: Dataset, id: number): void {
    if (dataset !== this.#dataset) return;
    const ofImage = (key: string): boolean => key.startsWith(`${id} `);
    this.#pooled.drop(ofImage);
    this.#truths.drop(ofImage);
  }

  /** An image scaled so that its longest side has `side` pixels. @throws Error naming the image where it cannot be read. */
  async displayed(dataset: Dataset, id: number, side: number): Promise<DisplayPicture> {
    const key = `${id} ${side}`;
    const known = dataset === this.#dataset ? this.#displayed.get(key) : undefined;
    if (known) return known;
    const picture = scaled(await dataset.picture(id), side);
    if (dataset === this.#dataset) this.#displayed.set(key, picture, picture.pixels.byteLength);
    return picture;
  }
}

function scaled(picture: Picture, side: number): DisplayPicture {
  const { pixels, transform } = letterbox(picture, side);
  const width = Math.max(1, Math.round(transform.width));
  const height = Math.max(1, Math.round(transform.height));
  if (width === side) return { pixels: pixels.subarray(0, width * height), width, height };
  const cut = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) cut.set(pixels.subarray(y * side, y * side + width), y * width);
  return { pixels: cut, width, height };
}
