/** Where an object lies in its image, in pixels of it. */
export interface Place {
  readonly x: number;
  readonly y: number;
  /** Root of its area. */
  readonly reach: number;
}

/** What is remembered, one row an object: see `columns`; plain data, exact. [N, 6 + K] */
export type OpinionState = Float32Array;

const columns = { image: 0, x: 1, y: 2, reach: 3, looks: 4, missed: 5, opinion: 6 } as const;

/** Numbers an object. */
export const opinionWidth = (classes: number): number => columns.opinion + classes;

/** Two places are of one object within this part of the smaller's reach. */
const NEAR = 0.4;
/** Reaches of one object, larger over smaller, at most. */
const ALIKE = 1.5;
/** Looks in a row that an object may be missed before it is forgotten: a view may not show all of its image. */
const PATIENCE = 4;

/**
 * What was thought of each object whenever its image came by, averaged. Each time the image lies another way and the
 * mask is a little different, and so is the opinion; their mean is right more often than any of them. Of the family of
 * temporal ensembling (Laine & Aila 2017), by object instead of by image.
 */
export class OpinionMemory {
  readonly #width: number;
  readonly #objects = new Map<number, Float32Array[]>();

  /** @throws RangeError for a state of other classes. */
  constructor(classes: number, state: OpinionState = new Float32Array()) {
    this.#width = opinionWidth(classes);
    if (state.length % this.#width !== 0)
      throw new RangeError(
        `Remembered opinions of ${classes} classes come ${this.#width} numbers an object.`,
      );
    for (let at = 0; at < state.length; at += this.#width) {
      const row = state.slice(at, at + this.#width);
      const known = this.#objects.get(row[columns.image]);
      if (known) known.push(row);
      else this.#objects.set(row[columns.image], [row]);
    }
  }

  /**
   * @param opinions on the objects of one image, [K] each; undefined for none.
   * @param memory looks that the mean goes back at most; 1 remembers nothing.
   * @returns the means, in their order.
   */
  observe(
    image: number,
    places: readonly Place[],
    opinions: readonly (Float32Array | undefined)[],
    memory: number,
  ): (Float32Array | undefined)[] {
    const known = this.#objects.get(image) ?? [];
    const found = matched(known, places);
    const seen = new Set(found);
    const fresh: Float32Array[] = [];
    const means = opinions.map((opinion, i) => {
      const { x, y, reach } = places[i];
      const row = found[i] ?? new Float32Array(this.#width);
      if (!opinion) return row[columns.looks] > 0 ? row.slice(columns.opinion) : undefined;
      // A mask without a pixel is nowhere.
      if (!(reach > 0)) return opinion;
      if (!found[i]) fresh.push(row);
      row[columns.looks] = Math.min(memory, row[columns.looks] + 1);
      const part = 1 / row[columns.looks];
      opinion.forEach((p, k) => {
        row[columns.opinion + k] += part * (p - row[columns.opinion + k]);
      });
      row.set([image, x, y, reach], columns.image);
      row[columns.missed] = 0;
      return row.slice(columns.opinion);
    });
    for (const row of known) if (!seen.has(row)) row[columns.missed]++;
    this.#objects.set(image, [...known.filter((row) => row[columns.missed] < PATIENCE), ...fresh]);
    return means;
  }

  /** The means so far; undefined for an object that is not known. Remembers nothing. */
  recall(image: number, places: readonly Place[]): (Float32Array | undefined)[] {
    return matched(this.#objects.get(image) ?? [], places).map((row) => row?.slice(columns.opinion));
  }

  forget(): void {
    this.#objects.clear();
  }

  state(): OpinionState {
    const rows = [...this.#objects.values()].flat();
    const state = new Float32Array(rows.length * this.#width);
    rows.forEach((row, i) => {
      state.set(row, i * this.#width);
    });
    return state;
  }
}

/** To each place the nearest row that may be the same object, none of them twice. */
function matched(rows: readonly Float32Array[], places: readonly Place[]): (Float32Array | undefined)[] {
  const taken = new Set<Float32Array>();
  return places.map(({ x, y, reach }) => {
    let best: Float32Array | undefined;
    let nearest = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      const other = row[columns.reach];
      const [smaller, larger] = reach < other ? [reach, other] : [other, reach];
      const distance = Math.hypot(x - row[columns.x], y - row[columns.y]);
      const same = larger <= ALIKE * smaller && distance <= NEAR * smaller;
      if (!same || taken.has(row) || distance >= nearest) continue;
      nearest = distance;
      best = row;
    }
    if (best) taken.add(best);
    return best;
  });
}
