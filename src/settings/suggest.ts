import type { Settings } from './schema.ts';

/** What is known of the data before training. */
export interface DataFacts {
  /** Images whose labels teach. */
  readonly labelled: number;
  readonly unlabelled: number;
  /** Of each labelled object: the square root of its area by the longest side of its image. */
  readonly objectSizes: ArrayLike<number>;
  readonly device: 'webgpu' | 'wasm';
}

/** Objects smaller than this, in pixels of the network's input, are lost: the masks have half as many. */
export const SMALLEST = 10;

/** Shares of objects that may be lost before a larger input is worth its time. */
const BEARABLE = 0.05;

/** A step's time grows with the square of the side: on the processor 192 px is what one waits for. */
const LARGEST_SIDE = { wasm: 192, webgpu: 320 } as const;
const SIDES = [128, 160, 192, 224, 256, 288, 320] as const;

/** The share of objects that scaling to a side makes smaller than the network sees; undefined without any. */
export function lostAt(side: number, sizes: ArrayLike<number>): number | undefined {
  if (sizes.length === 0) return undefined;
  let lost = 0;
  for (let i = 0; i < sizes.length; i++) if (sizes[i] * side < SMALLEST) lost++;
  return lost / sizes.length;
}

/** The smallest side at which hardly an object is lost; where none is large enough, the one that loses fewest. */
export function sideFor(sizes: ArrayLike<number>, device: 'webgpu' | 'wasm'): number {
  const sides = SIDES.filter((side) => side <= LARGEST_SIDE[device]);
  const loses = (side: number): number => lostAt(side, sizes) ?? 0;
  const enough = sides.find((side) => loses(side) <= BEARABLE);
  return enough ?? sides.reduce((best, side) => (loses(side) < loses(best) ? side : best), sides[0]);
}

/** Few labels are learnt by heart soon; many take longer to be seen at all. */
function stepsFor(labelled: number): number {
  if (labelled < 20) return 600;
  if (labelled < 100) return 1000;
  return labelled < 400 ? 1500 : 3000;
}

export type Suggested = Pick<
  Settings,
  'side' | 'batch' | 'steps' | 'burnIn' | 'rule' | 'evaluateEvery' | 'warmup' | 'copyPaste'
>;

/**
 * Where to begin with data of such a kind: sensible, not tuned. The rule is kept unless nothing is there to be
 * pseudo-labelled.
 */
export function suggestSettings(facts: DataFacts, rule: Settings['rule']): Suggested {
  const { labelled, unlabelled, objectSizes, device } = facts;
  const steps = stepsFor(labelled);
  return {
    side: sideFor(objectSizes, device),
    // A GPU is idle with four images; more images than there are would be the same ones again.
    batch: device === 'webgpu' && labelled >= 8 ? 8 : 4,
    steps,
    // A teacher that has seen its labels a few dozen times over is worth listening to.
    burnIn: unlabelled === 0 ? 0 : Math.round(steps * 0.3),
    rule: unlabelled === 0 ? 'off' : rule,
    evaluateEvery: steps <= 600 ? 50 : 100,
    warmup: Math.min(50, Math.round(steps / 20)),
    // Scenes made of others stand in for those that nobody has labelled; with hundreds of real ones they only cost time.
    copyPaste: labelled < 100 ? 0.5 : 0,
  };
}
