/** The three ways in which COCO writes a mask: polygons, compressed runs, plain runs. */
import { rasterisePolygons } from '../masks/polygons.ts';
import { type Rle, rleFromCounts } from '../masks/rle.ts';
import { rleFromString } from '../masks/string.ts';

const MOST_POLYGONS = 10_000;

/**
 * The mask of a `segmentation` of unknown origin on an image of the given size; `undefined` where there is none (absent, null, or
 * no polygons).
 * @throws RangeError saying what is wrong with it, as the second half of a sentence about the annotation may.
 */
export function readSegmentation(segmentation: unknown, width: number, height: number): Rle | undefined {
  if (segmentation === undefined || segmentation === null) return undefined;
  if (Array.isArray(segmentation)) {
    if (segmentation.length === 0) return undefined;
    if (segmentation.length > MOST_POLYGONS) {
      throw new RangeError(
        `It has ${segmentation.length} polygons; ${MOST_POLYGONS} are the most that are read.`,
      );
    }
    const polygons = segmentation.map((polygon: unknown, i) => readPolygon(polygon, i, width, height));
    return rasterisePolygons(polygons, width, height);
  }
  if (typeof segmentation !== 'object' || !('counts' in segmentation) || !('size' in segmentation)) {
    throw new RangeError(
      'Its segmentation is neither a list of polygons nor run lengths with "size" and "counts".',
    );
  }
  const { size, counts } = segmentation;
  if (!Array.isArray(size) || size[0] !== height || size[1] !== width) {
    throw new RangeError(
      `Its run lengths are for a size of ${JSON.stringify(size)?.slice(0, 40)}, but [height, width] of the image is [${height},${width}].`,
    );
  }
  if (typeof counts === 'string') return rleFromString(counts, width, height);
  if (!Array.isArray(counts) || counts.length > 2 * width * height + 1) {
    throw new RangeError('Its "counts" are neither a text nor a list that an image of this size can have.');
  }
  // Values that are no numbers fail there as run lengths.
  return rleFromCounts(counts, width, height);
}

/**
 * Corners [x0, y0, x1, y1, ...] that can be drawn.
 * Annotators overshoot the edge a little; more than the image's own size outside is an error of unit or image.
 * @throws RangeError as `readSegmentation`.
 */
export function readPolygon(polygon: unknown, index: number, width: number, height: number): number[] {
  const which = `Its polygon ${index + 1}`;
  if (!Array.isArray(polygon)) throw new RangeError(`${which} is no list of numbers.`);
  if (polygon.length % 2 !== 0)
    throw new RangeError(`${which} has ${polygon.length} numbers; x and y come in pairs.`);
  if (polygon.length < 6)
    throw new RangeError(`${which} has ${polygon.length / 2} points; an area needs three.`);
  let length = 0;
  polygon.forEach((coordinate: unknown, i) => {
    const [axis, extent] = i % 2 === 0 ? ['x', width] : ['y', height];
    if (typeof coordinate !== 'number' || !Number.isFinite(coordinate)) {
      throw new RangeError(
        `${which} has ${String(coordinate).slice(0, 40)} for ${axis} of point ${(i >> 1) + 1}, which is no finite number.`,
      );
    }
    if (coordinate < -extent || coordinate > 2 * extent) {
      throw new RangeError(
        `${which} has ${coordinate} for ${axis} of point ${(i >> 1) + 1}, far outside the image of ${width} x ${height} pixels.`,
      );
    }
    length += Math.abs(coordinate - Number(polygon[(i + polygon.length - 2) % polygon.length]));
  });
  // No outline of pixels is longer, and none that somebody drew; without a limit, a small file could keep the rasteriser busy for hours.
  const round = 100 * (width + height);
  if (length > Math.min(4 * width * height, round) + round) {
    throw new RangeError(
      `${which} has an outline of ${Math.round(length)} pixels, more than the image can hold.`,
    );
  }
  return polygon;
}
