import type { Material } from '../materials.ts';

/** One look at a part's surface; reused between looks, as there are 100,000 of them in a scene. */
export class Probe {
  /** Where to look, in the part's own units. Fields, since numbers passed to a method on this scale cost an allocation each. */
  x = 0;
  y = 0;
  /** Farther than this outside the outline only the distance is wanted. */
  reach = Number.POSITIVE_INFINITY;
  /** Below 0 inside the outline, in the part's own units; near the outline roughly a distance. */
  distance = 0;
  /** Above the bench, in the part's own units. */
  height = 0;
  /** Which of the part's materials is on top. */
  layer = 0;
  /** 0: as exposed as a flat top; 1: at the bottom of a crevice. */
  crevice = 0;
}

/** A single piece, all its variation drawn; lies around the origin, seen from above. */
export interface Part {
  /** Half the extent along x and y, in the part's own units. */
  readonly halfLength: number;
  readonly halfWidth: number;
  /** Of the outline, in square units: scales are chosen so that a part covers a wanted number of pixels. */
  readonly area: number;
  /** Height of the top, in the part's own units: how far its shadow falls. */
  readonly thickness: number;
  readonly layers: readonly Material[];
  look(probe: Probe): void;
}
