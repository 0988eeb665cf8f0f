import { type RefObject, useEffect, useState } from 'react';
import type { ImageView, Layers, RunImage } from '../../engine/protocol.ts';
import { layersDrawn } from '../../state/viewer.ts';
import { useSession } from '../session/context.tsx';
import { drawBitmap } from './draw.ts';
import { NewestWish } from './newest.ts';

/** What the canvas shows. The bitmap itself went to the canvas. */
export interface DrawnView extends Omit<ImageView, 'bitmap'> {
  /** Of the bitmap, in pixels. */
  readonly width: number;
  readonly height: number;
}

interface Wish {
  readonly id: number;
  readonly layers: Layers;
}

/** Pixels on the longest side: enough for zooming in, cheap enough to draw on the processor. */
const side = 512;
/** Milliseconds between two pictures of the same image while training goes on. */
const refresh = 500;

/** Draws the worker's picture of an image on `canvas`, again when the image, its layers or the predictions change. */
export function useImageView(
  image: RunImage | undefined,
  canvas: RefObject<HTMLCanvasElement | null>,
): DrawnView | undefined {
  const { engine, stores } = useSession();
  const [view, setView] = useState<DrawnView>();
  useEffect(() => {
    if (!image) return;
    let ended = false;
    const wishes = new NewestWish<Wish, ImageView>(
      ({ id, layers }) => engine.view(id, side, layers),
      (answer) => {
        const { bitmap, ...rest } = answer;
        const { width, height } = bitmap;
        if (ended || !canvas.current) return bitmap.close();
        drawBitmap(canvas.current, bitmap);
        setView({ ...rest, width, height });
      },
      // The engine has told already why it cannot draw; the picture before stays.
      () => {},
    );
    const ask = () => {
      const layers = layersDrawn(stores.viewer.getState());
      if (!document.hidden) void wishes.ask({ id: image.id, layers });
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    ask();
    const stopViewer = stores.viewer.subscribe((facts, before) => {
      if (facts.layers !== before.layers || facts.masksShown !== before.masksShown) ask();
    });
    const stopRun = stores.run.subscribe((facts, before) => {
      if (facts.predictions === before.predictions || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        ask();
      }, refresh);
    });
    document.addEventListener('visibilitychange', ask);
    return () => {
      ended = true;
      clearTimeout(timer);
      stopViewer();
      stopRun();
      document.removeEventListener('visibilitychange', ask);
    };
  }, [engine, stores, image, canvas]);
  return view?.imageId === image?.id ? view : undefined;
}
