import type { Instance, Picture } from '../dataset.ts';
import { drawBench, lightBench, paintBench } from './benches/all.ts';
import { canvasOf } from './canvas.ts';
import { strew } from './clutter/all.ts';
import { layOut, type Placed } from './layout.ts';
import { expose } from './lens.ts';
import { lamp } from './light.ts';
import { Random } from './random.ts';
import { castShadows } from './shadow.ts';
import { drawSoftening, laySprite, softMargin } from './soften.ts';
import { lightSurface } from './sprite.ts';
import { type Footprint, sampleSurface } from './surface.ts';
import { visibleInstances } from './truth.ts';

/** All that a scene depends on. */
export interface SceneKey {
  readonly seed: number;
  /** 0 training, 1 validation, 2 test. */
  readonly split: number;
  readonly index: number;
  readonly size: number;
  readonly classConfusion: number;
  readonly boundarySoftness: number;
}

/** A picture, and what the truth of it is made from. */
export interface Rendering {
  readonly picture: Picture;
  readonly footprints: readonly Footprint[];
}

// One stream of draws per concern, so that a change to one leaves the others as they were.
const streams = { layout: 1, bench: 2, lamp: 3, clutter: 4, softening: 5, lens: 6 };

function drawsOf(key: SceneKey, stream: number): Random {
  return new Random(key.seed, key.split, key.index, stream);
}

export function placeParts(key: SceneKey): Placed[] {
  return layOut(drawsOf(key, streams.layout), key.size, key.classConfusion);
}

/** The truth alone: outlines only, no light and no bench. */
export function sceneInstances(key: SceneKey, firstId: number): Instance[] {
  const footprints = placeParts(key).map((placed): Footprint => sampleSurface(placed, key.size));
  return visibleInstances(footprints, key.size, firstId);
}

/** Paints a scene: bench, clutter, then each part from the lowest up, with its shadow on all below. */
export function renderScene(key: SceneKey, parts: readonly Placed[] = placeParts(key)): Rendering {
  const { size } = key;
  const benchDraw = drawsOf(key, streams.bench);
  const bench = drawBench(benchDraw);
  const light = lamp(drawsOf(key, streams.lamp), bench.mean);
  const canvas = canvasOf(size);
  paintBench(canvas, bench, benchDraw);
  strew(canvas, bench, drawsOf(key, streams.clutter));
  lightBench(canvas, light);
  const softDraw = drawsOf(key, streams.softening);
  const footprints: Footprint[] = [];
  for (const [index, placed] of parts.entries()) {
    const surface = sampleSurface(placed, size);
    const softening = drawSoftening(softDraw.branch(index), key.boundarySoftness, size);
    castShadows(canvas, surface, light, key.boundarySoftness);
    laySprite(canvas, lightSurface(surface, light, size, softMargin(softening)), softening);
    footprints.push(surface);
  }
  const rgb = expose(canvas, drawsOf(key, streams.lens), key.boundarySoftness);
  return { picture: { width: size, height: size, rgb }, footprints };
}
