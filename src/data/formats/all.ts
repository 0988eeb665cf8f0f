import { cityscapes } from './cityscapes.ts';
import { coco } from './coco.ts';
import type { Format } from './format.ts';
import { indexMasks } from './index-masks.ts';
import { labelme } from './labelme.ts';
import { yolo } from './yolo.ts';

/** Every format that is read. Where files of several were dropped, the first of these counts. */
export const FORMATS: readonly Format[] = [coco, cityscapes, labelme, yolo, indexMasks];
