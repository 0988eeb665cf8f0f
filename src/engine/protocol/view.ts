import type { Fate } from './pseudo-labels.ts';

/**
 * What can be drawn over an image: what is true of it; what teacher and student see in it; the teacher's candidates by
 * what becomes of them as pseudo-labels, `corrected` being those that are kept with another class than the teacher's;
 * and two heat maps, the teacher's doubt about each pixel and the weight of each pixel of the kept in the mask loss.
 */
export type LayerName =
  | 'truth'
  | 'teacher'
  | 'student'
  | 'kept'
  | 'corrected'
  | 'refused'
  | 'uncertainty'
  | 'weights';

/** Opacity of each layer, 0 to 1. What is 0 or not named is left out, and costs nothing. */
export type Layers = Readonly<Partial<Record<LayerName, number>>>;

/**
 * What of an image is drawn: the image; the same as one network sees it; or, of an unlabelled one, the teacher's and the
 * student's view of its latest step side by side, with what the teacher saw in the one and the student learnt in the other.
 */
export type Aspect = 'image' | 'teacher' | 'student' | 'views';

export interface ViewOptions {
  readonly aspect?: Aspect;
  /** Step of a moment: the image as the teacher saw it then, where that was kept. */
  readonly at?: number | undefined;
  /** Its layers without the picture, clear where there are none, to be laid over a finer one; not of views. */
  readonly layersAlone?: boolean;
}

export interface ViewInstance {
  readonly source: 'truth' | 'teacher' | 'student';
  readonly category: number;
  /** Predictions only, 0 to 1. */
  readonly score: number | undefined;
  readonly classQuality: number | undefined;
  readonly maskQuality: number | undefined;
  /** Best IoU with truth, where truth is known. */
  readonly iou: number | undefined;
  /** What becomes of it as a pseudo-label; undefined in labelled images, and before the teacher labels. */
  readonly fate?: Fate;
  /** [x, y, width, height] in image pixels. */
  readonly box: readonly [number, number, number, number];
  /** Pixels of the image. */
  readonly area: number;
}

/** A part of an image, in its pixels, and the size that it is drawn at, which is no larger. */
export interface CloseUp {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

/** An image with its layers drawn in the worker. */
export interface ImageView {
  readonly imageId: number;
  /** Step of the weights that made the predictions; of the views, the step that they were drawn for. */
  readonly step: number;
  /** What is drawn: the image itself where there are no views of it. */
  readonly aspect: Aspect;
  /** Layers that there are for this image. */
  readonly offered: readonly LayerName[];
  /** Transferred; the page closes it. */
  readonly bitmap: ImageBitmap;
  readonly instances: readonly ViewInstance[];
  /** Row-major, bitmap size: 1 + index into `instances` of the topmost instance at a pixel, 0 for none. */
  readonly topmost: Uint16Array;
}
