import { boxToMask } from '../labels/assist/box-to-mask.ts';
import { clickToMask } from '../labels/assist/click-to-mask.ts';
import type { Rle } from '../masks/rle.ts';
import type { AssistSeed } from './protocol/labelling.ts';
import type { Run } from './run.ts';

/** Pixels on the longest side of what the methods look at. */
const SIDE = 1024;

/** A mask at the image's own size. @throws RangeError where the run has no such image. */
export async function assistOn(run: Run, id: number, seed: AssistSeed): Promise<Rle | undefined> {
  const picture = await run.displayed(id, SIDE);
  const image = run.source.dataset.images.find((record) => record.id === id) ?? picture;
  return seed.kind === 'point'
    ? clickToMask(picture, seed.x, seed.y, image)
    : boxToMask(picture, seed.box, image);
}
