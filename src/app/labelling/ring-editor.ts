import type { LabelObject } from '../../labels/document.ts';
import { ringsOf, withRing } from '../../masks/rings.ts';
import type { Rle } from '../../masks/rle.ts';
import { distanceToSegment, simplified } from '../../masks/simplified.ts';

/** A corner of one of an object's rings. */
export interface Corner {
  readonly ring: number;
  /** From 0, in corners. */
  readonly at: number;
}

/** An edit under way: the ring as it would be, and between which corners it differs. */
export interface RingEdit {
  readonly ring: number;
  readonly corners: readonly number[];
  readonly edges: { readonly before: readonly number[]; readonly after: readonly number[] };
}

type Spot = readonly [x: number, y: number];

/** The outlines of an object as polygons with corners to move, add and remove. */
export class RingEditor {
  #mask: Rle | undefined;
  #rings: readonly (readonly number[])[] = [];

  /** Of the object as it is now; after an edit of its own the corners stay where a person put them. */
  rings({ mask }: LabelObject, tolerance: number): readonly (readonly number[])[] {
    if (mask !== this.#mask) {
      this.#mask = mask;
      this.#rings = ringsOf(mask).map((ring) => simplified(ring, tolerance));
    }
    return this.#rings;
  }

  /** The nearest corner, if one is near enough. */
  cornerNear([x, y]: Spot, reach: number): Corner | undefined {
    let found: Corner | undefined;
    let nearest = reach;
    this.#rings.forEach((corners, ring) => {
      for (let at = 0; at < corners.length / 2; at++) {
        const distance = Math.hypot(corners[2 * at] - x, corners[2 * at + 1] - y);
        if (distance <= nearest) [nearest, found] = [distance, { ring, at }];
      }
    });
    return found;
  }

  /** The nearest edge, by the corner that it begins at. */
  edgeNear(spot: Spot, reach: number): Corner | undefined {
    let found: Corner | undefined;
    let nearest = reach;
    this.#rings.forEach((corners, ring) => {
      const count = corners.length / 2;
      for (let at = 0; at < count; at++) {
        const distance = distanceToSegment(spot, corner(corners, at), corner(corners, at + 1));
        if (distance <= nearest) [nearest, found] = [distance, { ring, at }];
      }
    });
    return found;
  }

  moved({ ring, at }: Corner, [x, y]: Spot): RingEdit {
    const corners = this.#rings[ring] ?? [];
    const [a, b, c] = [corner(corners, at - 1), corner(corners, at), corner(corners, at + 1)];
    const edges = { before: [...a, ...b, ...c], after: [...a, x, y, ...c] };
    return { ring, corners: corners.toSpliced(2 * at, 2, x, y), edges };
  }

  /** Another corner on the edge that begins at `at`. */
  added({ ring, at }: Corner, [x, y]: Spot): RingEdit {
    const corners = this.#rings[ring] ?? [];
    const [a, b] = [corner(corners, at), corner(corners, at + 1)];
    const edges = { before: [...a, ...b], after: [...a, x, y, ...b] };
    return { ring, corners: corners.toSpliced(2 * at + 2, 0, x, y), edges };
  }

  /** Undefined where too few would be left. */
  removed({ ring, at }: Corner): RingEdit | undefined {
    const corners = this.#rings[ring] ?? [];
    if (corners.length <= 6) return undefined;
    const [a, b, c] = [corner(corners, at - 1), corner(corners, at), corner(corners, at + 1)];
    const edges = { before: [...a, ...b, ...c], after: [...a, ...c] };
    return { ring, corners: corners.toSpliced(2 * at, 2), edges };
  }

  /** The object's mask with an edit made; its corners are remembered for it. */
  made({ ring, corners, edges }: RingEdit): Rle | undefined {
    const before = this.#rings[ring];
    if (!this.#mask || !before) return undefined;
    const mask = withRing(this.#mask, before, corners, edges);
    this.#rings = this.#rings.with(ring, corners);
    this.#mask = mask;
    return mask;
  }
}

function corner(corners: readonly number[], at: number): [number, number] {
  const count = corners.length / 2;
  const i = ((at % count) + count) % count;
  return [corners[2 * i], corners[2 * i + 1]];
}
