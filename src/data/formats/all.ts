import { coco } from './coco.ts';
import type { Format } from './format.ts';

/** Every format that is read. Where files of several were dropped, the first of these counts. */
export const FORMATS: readonly Format[] = [coco];
