import { expose, transfer } from 'comlink';
import type { ImageView, Layers } from '../../engine/protocol/view.ts';
import { createStandIn } from '../../engine/testing/stand-in-engine.ts';
import { drawScene } from './stand-in-scene.ts';

/** The stand-in engine in a worker of its own, as the real one is. */
async function draw(id: number, side: number, layers: Layers, progress: number): Promise<ImageView> {
  const view = drawScene(id, side, layers, progress);
  return transfer(view, [view.bitmap, view.topmost.buffer]);
}

expose(createStandIn({ draw, milliseconds: 140 }));
