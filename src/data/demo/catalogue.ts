import type { Random } from './random.ts';
import { nut } from './shapes/nuts.ts';
import type { Part } from './shapes/part.ts';
import { screw } from './shapes/screws.ts';
import { terminal } from './shapes/terminals.ts';
import { wheel } from './shapes/wheels.ts';

/** Two classes that one local feature tells apart. `feature` runs from 0 (the first class) to 1 (the second). */
export interface Pair {
  readonly names: readonly [string, string];
  /** How often each is drawn: a mild long tail, 3 to 1 between the ends. */
  readonly weights: readonly [number, number];
  make(feature: number, draw: Random): Part;
}

export const pairs: readonly Pair[] = [
  { names: ['hex nut', 'lock nut'], weights: [1.8, 1.2], make: nut },
  { names: ['spur gear', 'ratchet wheel'], weights: [1.5, 0.9], make: wheel },
  { names: ['machine screw', 'wood screw'], weights: [1.6, 1.0], make: screw },
  { names: ['ring terminal', 'fork terminal'], weights: [0.8, 0.6], make: terminal },
];

export const classNames: readonly string[] = pairs.flatMap((pair) => pair.names);
export const classWeights: readonly number[] = pairs.flatMap((pair) => pair.weights);

/**
 * Where between its pair's two pure forms a piece lies. At confusion 0 it is pure; with growing confusion it moves
 * towards the other, each piece by its own amount, and at 1 the closest pieces are 0.04 apart: hard, not impossible.
 */
export function featureOf(category: number, classConfusion: number, amount: number): number {
  const moved = classConfusion * (0.34 + 0.14 * amount);
  return category % 2 === 0 ? moved : 1 - moved;
}
