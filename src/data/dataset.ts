/** What a dataset is, wherever it comes from: the demo generator, a COCO folder, later a person's own project. */

import type { Box, Rle } from '../masks/rle.ts';

export type { Rle };

export interface Category {
  /** As in the source file; COCO's ids need not be dense. */
  readonly id: number;
  readonly name: string;
  /** #rrggbb, where a person chose it. */
  readonly colour?: string;
}

export interface Instance {
  readonly id: number;
  /** Index into `Dataset.categories`, 0-based and dense. */
  readonly category: number;
  readonly mask: Rle;
  /** Pixels, as the source states it (COCO's areas of polygons are fractional); sorts truth into small, medium and large. */
  readonly area: number;
  /** Around the mask: [x, y, width, height] in pixels. */
  readonly box: Box;
  /** A region of many instances not told apart (COCO's iscrowd): never trained on, forgiven in evaluation. */
  readonly crowd: boolean;
}

/** 8-bit RGB, row-major, three bytes a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export interface ImageRecord {
  readonly id: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Image ids. `unlabelled` images may have truth (the demo has), which training never sees. */
export interface Splits {
  readonly labelled: readonly number[];
  readonly unlabelled: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

export interface Dataset {
  readonly name: string;
  readonly categories: readonly Category[];
  readonly images: readonly ImageRecord[];
  /** No image shows more; undefined where only a look at them tells. */
  readonly mostInstances?: number;
  /** @throws Error naming the image where it cannot be read or decoded. */
  picture(id: number): Promise<Picture>;
  /** The file of an image as a person gave it; datasets that are not made of files have none. @throws Error where it is gone. */
  file?(id: number): Promise<Blob>;
  /** Truth of an image; empty where it has none. */
  instances(id: number): Promise<readonly Instance[]>;
}
