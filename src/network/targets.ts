import { geometryOf, MASK_STRIDE, type SegmenterOptions } from './geometry.ts';

/** How much of each mask pixel (stride 2) an instance covers, 0 to 1, inside its bounding box. */
export interface Coverage {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Row-major, [height, width]. */
  readonly data: Float32Array;
}

interface Target {
  /** 0-based. */
  readonly category: number;
  /** What is thought of each class, [K], summing to 1; by default it is `category` for certain. */
  readonly classGoal?: Float32Array | undefined;
  /** What it weighs in the class loss; 1 by default. */
  readonly classWeight?: number;
  /** What it weighs in the mask loss; 1 by default. */
  readonly maskWeight?: number;
}

/** An instance whose mask is known here. */
export interface TrueInstance extends Target {
  readonly coverage: Coverage;
}

/** An instance that the teacher saw: its mask logits stay on the device, and only where it lies is known here. */
export interface PseudoInstance extends Target {
  /** Row of its mask logits among the teacher's. */
  readonly row: number;
  /** Centroid of its mask in mask pixels; a pixel's centre is at half a pixel. */
  readonly x: number;
  readonly y: number;
  /** In mask pixels. */
  readonly mass: number;
}

export type TargetInstance = TrueInstance | PseudoInstance;

/**
 * Everything the losses need to know about a batch of B images, flat and ready for upload.
 * N rows: cells that predict a mask. T targets: instances, each with a slot of its image.
 */
export interface BatchTargets {
  /** Instances in all: what losses are divided by (at least 1). */
  readonly instances: number;
  /** [B]: instances of each image. */
  readonly counts: Uint32Array;
  readonly rows: number;
  /** [B, cells]: closeness to an instance's centre, 1 at its own cell. */
  readonly heat: Float32Array;
  /** [B, cells]: what each cell weighs in the objectness loss; 1 from here. */
  readonly cellWeights: Float32Array;
  /** [N, 4]: image, cell, target, 0; sorted by image, no (image, cell) twice. */
  readonly cells: Uint32Array;
  /** [B + 1]: rows of image b are imageStart[b] to imageStart[b + 1]. */
  readonly imageStart: Uint32Array;
  /** [N, 4]: weight, 1 for a pseudo-label and 0 for truth, 0, 0; the weights of one instance's rows sum to its weight. Rows of one target lie together. */
  readonly rowFigures: Float32Array;
  /** T: instances with a slot. */
  readonly targets: number;
  /** [T, maskPixels]: coverage; zeros where the target is a pseudo-label. */
  readonly planes: Float32Array;
  /** Pseudo-labels among the targets, and the rows of the teacher's mask logits that they are. */
  readonly pseudo: readonly { readonly target: number; readonly row: number }[];
  /** [T]: row of the target in the pooled tensors, image * slots + slot. */
  readonly slots: Uint32Array;
  /** [B * slots]: class of each slot, 0 where unused. */
  readonly labels: Uint32Array;
  /** [B * slots, K]: what each slot's class is to be, a distribution; 0 where unused. */
  readonly classGoals: Float32Array;
  /** [B * slots]: 0 where unused. */
  readonly labelWeights: Float32Array;
  /** [B, slots, cells]: one-hot over each slot's own cell. */
  readonly cellChoice: Float32Array;
}

interface Placed {
  readonly instance: TargetInstance;
  /** Centroid in cells; a cell's centre is a whole number. */
  readonly x: number;
  readonly y: number;
  /** Spread of the heat in cells. */
  readonly spread: number;
  cell: number;
}

/** Instances below this many input pixels teach nothing and are left out. */
const SMALLEST_AREA = 12;
/** Cells warmer than this predict the mask too. */
const WARM = 0.5;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Mass and centroid of what of a coverage box lies in the frame, in mask pixels. */
function footprint({ x, y, width, height, data }: Coverage, maskSide: number): Footprint {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let v = Math.max(0, -y); v < Math.min(height, maskSide - y); v++) {
    for (let u = Math.max(0, -x); u < Math.min(width, maskSide - x); u++) {
      const covered = data[v * width + u] ?? 0;
      mass += covered;
      sumX += covered * (x + u + 0.5);
      sumY += covered * (y + v + 0.5);
    }
  }
  return { mass, x: sumX / mass, y: sumY / mass };
}

type Footprint = Pick<PseudoInstance, 'mass' | 'x' | 'y'>;

function place(instance: TargetInstance, side: number): Placed | undefined {
  const { gridSide, maskSide } = geometryOf(side);
  const { mass, x, y } = 'coverage' in instance ? footprint(instance.coverage, maskSide) : instance;
  const area = mass * MASK_STRIDE ** 2;
  if (area < SMALLEST_AREA) return undefined;
  const perCell = maskSide / gridSide;
  const cellOf = (centre: number): number => clamp(centre / perCell - 0.5, 0, gridSide - 1);
  const spread = clamp((0.27 * Math.sqrt(area)) / 8, 0.5, 1.2);
  return { instance, x: cellOf(x), y: cellOf(y), spread, cell: -1 };
}

/** Gives each instance the free cell nearest to its centre. */
function claimCells(instances: readonly Placed[], gridSide: number): void {
  const taken = new Set<number>();
  for (const instance of instances) {
    let best = -1;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (let cell = 0; cell < gridSide * gridSide; cell++) {
      if (taken.has(cell)) continue;
      const distance =
        ((cell % gridSide) - instance.x) ** 2 + (Math.floor(cell / gridSide) - instance.y) ** 2;
      if (distance < bestDistance) {
        bestDistance = distance;
        best = cell;
      }
    }
    instance.cell = best;
    taken.add(best);
  }
}

/**
 * Centre assignment: heat = max over instances of exp(-d^2 / 2 s^2) with d the distance from the instance's centroid
 * in cells and s = clamp(0.27 sqrt(area) / 8, 0.5, 1.2); the nearest cell has heat 1; cells with heat > 0.5 belong
 * to the instance that warms them most and predict its mask.
 *
 * @param images instances of each image, in order of preference: those beyond the number of slots warm the grid
 *   but teach neither class nor mask.
 */
export function assignTargets(
  images: readonly (readonly TargetInstance[])[],
  options: SegmenterOptions,
): BatchTargets {
  const { gridSide, cells: cellCount, maskSide, maskPixels } = geometryOf(options.side);
  const batch = images.length;
  const heat = new Float32Array(batch * cellCount);
  const labels = new Uint32Array(batch * options.slots);
  const classGoals = new Float32Array(batch * options.slots * options.classes);
  const labelWeights = new Float32Array(batch * options.slots);
  const cellChoice = new Float32Array(batch * options.slots * cellCount);
  const imageStart = new Uint32Array(batch + 1);
  const rows: number[] = [];
  const rowFigures: number[] = [];
  const slots: number[] = [];
  const taughtTargets: TargetInstance[] = [];
  const counts = new Uint32Array(batch);

  images.forEach((image, b) => {
    const placed = image.map((instance) => place(instance, options.side)).filter((one) => one !== undefined);
    const known = placed.slice(0, cellCount);
    claimCells(known, gridSide);
    counts[b] = known.length;

    const owner = new Int32Array(cellCount).fill(-1);
    const warmth = heat.subarray(b * cellCount, (b + 1) * cellCount);
    known.forEach(({ x, y, spread }, index) => {
      for (let cell = 0; cell < cellCount; cell++) {
        const squared = ((cell % gridSide) - x) ** 2 + (Math.floor(cell / gridSide) - y) ** 2;
        const warm = Math.fround(Math.exp(-squared / (2 * spread ** 2)));
        if (warm > (warmth[cell] ?? 0)) {
          warmth[cell] = warm;
          if (warm > WARM) owner[cell] = index;
        }
      }
    });
    known.forEach(({ cell }, index) => {
      warmth[cell] = 1;
      owner[cell] = index;
    });

    const taught = known.slice(0, options.slots);
    const owned = taught.map((): number[] => []);
    for (let cell = 0; cell < cellCount; cell++) owned[owner[cell] ?? -1]?.push(cell);
    taught.forEach(({ instance, cell: own }, slot) => {
      const { category, classGoal, classWeight = 1, maskWeight = 1 } = instance;
      const slotRow = b * options.slots + slot;
      labels[slotRow] = category;
      if (classGoal) classGoals.set(classGoal, slotRow * options.classes);
      else classGoals[slotRow * options.classes + category] = 1;
      labelWeights[slotRow] = classWeight;
      cellChoice[slotRow * cellCount + own] = 1;
      const mine = owned[slot] ?? [];
      for (const cell of mine) {
        rows.push(b, cell, taughtTargets.length, 0);
        rowFigures.push(maskWeight / mine.length, 'row' in instance ? 1 : 0, 0, 0);
      }
      slots.push(slotRow);
      taughtTargets.push(instance);
    });
    imageStart[b + 1] = rows.length / 4;
  });

  return {
    instances: Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    ),
    counts,
    rows: rows.length / 4,
    heat,
    cellWeights: new Float32Array(heat.length).fill(1),
    cells: Uint32Array.from(rows),
    imageStart,
    rowFigures: Float32Array.from(rowFigures),
    targets: taughtTargets.length,
    planes: paint(taughtTargets, maskSide, maskPixels),
    pseudo: taughtTargets.flatMap((instance, target) =>
      'row' in instance ? [{ target, row: instance.row }] : [],
    ),
    slots: Uint32Array.from(slots),
    labels,
    classGoals,
    labelWeights,
    cellChoice,
  };
}

/** Coverage boxes painted into full planes, [T, maskPixels]; what lies outside the frame is cut off. */
function paint(targets: readonly TargetInstance[], maskSide: number, maskPixels: number): Float32Array {
  const planes = new Float32Array(targets.length * maskPixels);
  targets.forEach((target, t) => {
    if (!('coverage' in target)) return;
    const { x, y, width, height, data } = target.coverage;
    const left = Math.max(0, x);
    const right = Math.min(maskSide, x + width);
    if (right <= left) return;
    for (let v = Math.max(0, y); v < Math.min(maskSide, y + height); v++) {
      const from = (v - y) * width - x;
      planes.set(data.subarray(from + left, from + right), t * maskPixels + v * maskSide + left);
    }
  });
  return planes;
}
