/** What a labelme file must look like, and the masks of its shapes. */
import * as v from 'valibot';
import { type Rle, rleFromChanges } from '../../masks/rle.ts';
import { rasteriseStroke } from '../../masks/stroke.ts';
import { readSegmentation } from '../coco-segmentation.ts';
import { decodePng } from '../png/decode.ts';
import { FormatError } from './format.ts';

const MOST_SHAPES = 100_000;
const MOST_POINTS = 100_000;

const number = v.pipe(v.number(), v.finite());
const point = v.pipe(v.array(number), v.minLength(2), v.maxLength(3));
const shape = v.object({
  label: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000)),
  points: v.pipe(v.array(point), v.maxLength(MOST_POINTS)),
  shape_type: v.optional(v.string(), 'polygon'),
  group_id: v.nullish(v.union([v.number(), v.string()])),
  flags: v.nullish(v.record(v.string(), v.unknown())),
  mask: v.nullish(v.string()),
});
const file = v.object({
  shapes: v.pipe(v.array(shape), v.maxLength(MOST_SHAPES)),
  imagePath: v.nullish(v.string()),
  imageWidth: v.nullish(number),
  imageHeight: v.nullish(number),
});

export type LabelmeShape = v.InferOutput<typeof shape>;

/** @throws FormatError with the end of a sentence about the file. */
export function labelmeFile(text: string): v.InferOutput<typeof file> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`is no JSON (${(error as Error).message})`);
  }
  const result = v.safeParse(file, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new FormatError(`has something wrong at ${v.getDotPath(issue) ?? 'its start'} (${issue.message})`);
}

/**
 * Pixels of a shape; undefined for one that has no area.
 * @throws RangeError with the end of a sentence about the file.
 */
export function shapeMask(
  shape: LabelmeShape,
  index: number,
  width: number,
  height: number,
): Rle | undefined {
  const which = `has a shape (number ${index + 1}, ${JSON.stringify(shape.label.slice(0, 60))})`;
  const { points } = shape;
  const [a, b] = points;
  const polygon = (corners: readonly number[]): Rle | undefined => {
    try {
      return readSegmentation([corners], width, height);
    } catch (error) {
      throw new RangeError(`${which} that cannot be read. ${(error as Error).message}`);
    }
  };
  switch (shape.shape_type) {
    case 'polygon':
    case 'rotation':
      return polygon(points.flatMap((corner) => corner.slice(0, 2)));
    case 'rectangle': {
      if (points.length === 4) return polygon(points.flatMap((corner) => corner.slice(0, 2)));
      if (!a || !b) throw new RangeError(`${which} without two corners`);
      return polygon([a[0], a[1], b[0], a[1], b[0], b[1], a[0], b[1]]);
    }
    case 'circle': {
      if (!a || !b) throw new RangeError(`${which} without a centre and a point on its rim`);
      return rasteriseStroke([a[0], a[1]], Math.hypot(a[0] - b[0], a[1] - b[1]), width, height);
    }
    case 'mask': {
      if (!a || !shape.mask) throw new RangeError(`${which} without its mask`);
      return placed(shape.mask, Math.round(a[0]), Math.round(a[1]), width, height, which);
    }
    default:
      return undefined;
  }
}

/** A mask that was cut out, back at its place; what lies outside of the image is lost. */
function placed(
  base64: string,
  left: number,
  top: number,
  width: number,
  height: number,
  which: string,
): Rle {
  let png: ReturnType<typeof decodePng>;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    png = decodePng(bytes, width * height);
  } catch (error) {
    const why = error instanceof RangeError ? error.message : 'is no base64 text';
    throw new RangeError(`${which} whose mask ${why}`);
  }
  const changes: number[] = [];
  const columns = Math.min(width, left + png.width);
  for (let x = Math.max(0, left); x < columns; x++) {
    const rows = Math.min(height, top + png.height);
    let inside = false;
    for (let y = Math.max(0, top); y < rows; y++) {
      const value = png.values[((y - top) * png.width + x - left) * png.channels] !== 0;
      if (value === inside) continue;
      changes.push(x * height + y);
      inside = value;
    }
    if (inside) changes.push(x * height + rows);
  }
  return rleFromChanges(changes, width, height);
}
