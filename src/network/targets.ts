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

export interface TargetInstance {
  /** 0-based. */
  readonly category: number;
  readonly coverage: Coverage;
  /** What one instance weighs in the class and mask losses; 1 by default. */
  readonly weight?: number;
}

/**
 * Everything the losses need to know about a batch of B images, flat and ready for upload.
 * N rows: cells that predict a mask. T targets: instances, each with a slot of its image.
 */
export interface BatchTargets {
  /** Instances in all: what losses are divided by (at least 1). */
  readonly instances: number;
  readonly rows: number;
  /** [B, cells]: closeness to an instance's centre, 1 at its own cell. */
  readonly heat: Float32Array;
  /** [N, 4]: image, cell, target, 0; sorted by image, no (image, cell) twice. */
  readonly cells: Uint32Array;
  /** [B + 1]: rows of image b are imageStart[b] to imageStart[b + 1]. */
  readonly imageStart: Uint32Array;
  /** [N, 4]: weight, 0, 0, 0; the weights of one instance's rows sum to its weight. Rows of one target lie together. */
  readonly rowFigures: Float32Array;
  /** T: instances with a slot. */
  readonly targets: number;
  /** [T, maskPixels]. */
  readonly planes: Float32Array;
  /** [T]: row of the target in the pooled tensors, image * slots + slot. */
  readonly slots: Uint32Array;
  /** [B * slots]: class of each slot, 0 where unused. */
  readonly labels: Uint32Array;
  /** [B * slots]: 0 where unused. */
  readonly labelWeights: Float32Array;
  /** [B, slots, cells]: one-hot over each slot's own cell. */
  readonly cellChoice: Float32Array;
}

interface Placed extends TargetInstance {
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

function place(instance: TargetInstance, side: number): Placed | undefined {
  const { x, y, width, height, data } = instance.coverage;
  const { gridSide, maskSide } = geometryOf(side);
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
  const area = mass * MASK_STRIDE ** 2;
  if (area < SMALLEST_AREA) return undefined;
  const perCell = maskSide / gridSide;
  const centre = (sum: number): number => clamp(sum / mass / perCell - 0.5, 0, gridSide - 1);
  const spread = clamp((0.27 * Math.sqrt(area)) / 8, 0.5, 1.2);
  return { ...instance, x: centre(sumX), y: centre(sumY), spread, cell: -1 };
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
  const labelWeights = new Float32Array(batch * options.slots);
  const cellChoice = new Float32Array(batch * options.slots * cellCount);
  const imageStart = new Uint32Array(batch + 1);
  const rows: number[] = [];
  const rowFigures: number[] = [];
  const slots: number[] = [];
  const planes: Coverage[] = [];
  let instances = 0;

  images.forEach((image, b) => {
    const placed = image.map((instance) => place(instance, options.side)).filter((one) => one !== undefined);
    const known = placed.slice(0, cellCount);
    claimCells(known, gridSide);
    instances += known.length;

    const owner = new Int32Array(cellCount).fill(-1);
    const warmth = heat.subarray(b * cellCount, (b + 1) * cellCount);
    known.forEach((instance, index) => {
      for (let cell = 0; cell < cellCount; cell++) {
        const squared =
          ((cell % gridSide) - instance.x) ** 2 + (Math.floor(cell / gridSide) - instance.y) ** 2;
        const warm = Math.fround(Math.exp(-squared / (2 * instance.spread ** 2)));
        if (warm > (warmth[cell] ?? 0)) {
          warmth[cell] = warm;
          if (warm > WARM) owner[cell] = index;
        }
      }
    });
    known.forEach((instance, index) => {
      warmth[instance.cell] = 1;
      owner[instance.cell] = index;
    });

    const taught = known.slice(0, options.slots);
    const owned = taught.map((): number[] => []);
    for (let cell = 0; cell < cellCount; cell++) owned[owner[cell] ?? -1]?.push(cell);
    taught.forEach((instance, slot) => {
      const weight = instance.weight ?? 1;
      const slotRow = b * options.slots + slot;
      labels[slotRow] = instance.category;
      labelWeights[slotRow] = weight;
      cellChoice[slotRow * cellCount + instance.cell] = 1;
      const mine = owned[slot] ?? [];
      for (const cell of mine) {
        rows.push(b, cell, planes.length, 0);
        rowFigures.push(weight / mine.length, 0, 0, 0);
      }
      slots.push(slotRow);
      planes.push(instance.coverage);
    });
    imageStart[b + 1] = rows.length / 4;
  });

  return {
    instances: Math.max(1, instances),
    rows: rows.length / 4,
    heat,
    cells: Uint32Array.from(rows),
    imageStart,
    rowFigures: Float32Array.from(rowFigures),
    targets: planes.length,
    planes: paint(planes, maskSide, maskPixels),
    slots: Uint32Array.from(slots),
    labels,
    labelWeights,
    cellChoice,
  };
}

/** Coverage boxes painted into full planes, [T, maskPixels]; what lies outside the frame is cut off. */
function paint(boxes: readonly Coverage[], maskSide: number, maskPixels: number): Float32Array {
  const planes = new Float32Array(boxes.length * maskPixels);
  boxes.forEach(({ x, y, width, height, data }, t) => {
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
