import { type RefObject, useEffect, useState } from 'react';
import type { RunImage } from '../../engine/protocol/run.ts';
import type { Aspect, ImageView, Layers } from '../../engine/protocol/view.ts';
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
  readonly side: number;
  /** Step of the moment; undefined for now. */
  readonly at?: number | undefined;
}

/** Pixels on the longest side: enough for zooming in, cheap enough to draw on the processor. */
const side = { looking: 512, labelling: 1024 } as const;
/** Milliseconds between two pictures of the same image while training goes on. */
const refresh = 500;

/**
 * Draws the worker's picture of an image on `canvas`, again when the image, its layers or the predictions change.
 * @param image undefined where none is to be drawn.
 * @param layersAlone without the image, to be laid over a finer picture of it.
 */
export function useImageView(
  image: RunImage | undefined,
  aspect: Aspect,
  canvas: RefObject<HTMLCanvasElement | null>,
  layersAlone = false,
): DrawnView | undefined {
  const { engine, stores } = useSession();
  const [view, setView] = useState<DrawnView>();
  useEffect(() => {
    if (!image) return;
    let ended = false;
    const wishes = new NewestWish<Wish, ImageView>(
      ({ id, layers, side: pixels, at }) => engine.view(id, pixels, layers, { aspect, at, layersAlone }),
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
      const { on } = stores.labelling.getState();
      if (document.hidden) return;
      const { at } = stores.time.getState();
      void wishes.ask(
        on
          ? { id: image.id, layers: {}, side: side.labelling }
          : { id: image.id, layers: layersDrawn(stores.viewer.getState(), aspect), side: side.looking, at },
      );
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    ask();
    const stopViewer = stores.viewer.subscribe((facts, before) => {
      const changed = (['opacities', 'shown', 'masksShown'] as const).some(
        (name) => facts[name] !== before[name],
      );
      if (changed) ask();
    });
    const stopTime = stores.time.subscribe((facts, before) => {
      if (facts.at !== before.at) ask();
    });
    const stopLabelling = stores.labelling.subscribe((facts, before) => {
      if (facts.on !== before.on) ask();
    });
    const stopRun = stores.run.subscribe((facts, before) => {
      if (facts.predictions === before.predictions || timer || stores.labelling.getState().on) return;
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
      stopLabelling();
      stopTime();
      stopRun();
      document.removeEventListener('visibilitychange', ask);
    };
  }, [engine, stores, image, aspect, canvas, layersAlone]);
  return view?.imageId === image?.id ? view : undefined;
}
