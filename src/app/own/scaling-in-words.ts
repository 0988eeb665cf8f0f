import { lostAt, SMALLEST } from '../../settings/suggest.ts';
import { count } from '../format.ts';

export interface ScalingFacts {
  /** Pixels of the network's input that the longest side of an image is scaled to. */
  readonly side: number;
  /** Longest side of the largest image, in pixels. */
  readonly longest: number;
  /** Of each object that is marked: the square root of its area by the longest side of its image. */
  readonly sizes: ArrayLike<number>;
}

const SIDES = [128, 192, 256, 320];

export const inPercent = (share: number): string =>
  share > 0 && share < 0.005 ? 'less than 1 %' : `${count(Math.round(100 * share))} %`;

/** How images come to the network, what becomes of small objects by that, and what other sides would do. */
export function scalingInWords({ side, longest, sizes }: ScalingFacts): string[] {
  const least = Math.ceil((SMALLEST * longest) / side);
  const how =
    longest > side
      ? `Images, up to ${count(longest)} px long, are scaled whole to ${count(side)} px; they are not tiled.`
      : `Images, up to ${count(longest)} px long, come whole to the network, at ${count(side)} px; they are not tiled.`;
  const what = `An object needs about ${SMALLEST} px there to be seen: ${count(least)} px in your largest images.`;
  const lost = lostAt(side, sizes);
  if (lost === undefined) return [`${how} ${what}`];
  const objects = `${count(sizes.length)} marked ${sizes.length === 1 ? 'object' : 'objects'}`;
  const now =
    lost === 0
      ? sizes.length === 1
        ? 'The marked object is larger.'
        : `None of the ${objects} is smaller.`
      : `Of the ${objects}, ${inPercent(lost)} are smaller, and are lost.`;
  const others = SIDES.filter((other) => other !== side).map(
    (other) => `${inPercent(lostAt(other, sizes) ?? 0)} at ${count(other)} px`,
  );
  const listed = new Intl.ListFormat('en').format(others);
  return [
    `${how} ${what} ${now}`,
    ...(lost === 0 ? [] : [`At another input side: ${listed}. A step takes longer with its square.`]),
  ];
}
