import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type OpenImage, openImage } from '../../engine/close-up/client.ts';
import type { RunImage } from '../../engine/protocol/run.ts';
import type { CloseUp } from '../../engine/protocol/view.ts';
import { useSession } from '../session/context.tsx';
import { closeUpOf } from './close-up.ts';
import { drawBitmap } from './draw.ts';
import type { PanZoom } from './gestures.ts';
import { NewestWish } from './newest.ts';
import type { Size } from './pan-zoom.ts';
import { useImageView } from './use-image-view.ts';

interface CloseUpLayerProps {
  readonly image: RunImage;
  /** Size of the picture beneath, which shows the whole image. */
  readonly base: Size;
  readonly panZoom: PanZoom;
  /** No layers are drawn in that picture. */
  readonly plain: boolean;
}

/** Milliseconds without a move before what is seen is asked for. */
const pause = 150;

/**
 * What is seen of an image, drawn from its file where the picture beneath is coarser than the screen, with the layers of
 * that picture over it.
 */
export default function CloseUpLayer({ image, base, panZoom, plain }: CloseUpLayerProps) {
  const { engine } = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const [part, setPart] = useState<CloseUp>();
  const layers = useImageView(part && !plain ? image : undefined, 'image', over, true);
  const { id, width, height } = image;
  const { width: columns, height: rows } = base;
  // The engine, which trains, has to draw layers once more for it: not before a person wants to see more.
  const wantsMore = useEffectEvent(() => plain || panZoom.seen.size.width > panZoom.size.width);

  useEffect(() => {
    const surface = canvas.current;
    if (!surface) return;
    const [whole, beneath] = [
      { width, height },
      { width: columns, height: rows },
    ];
    let opened: OpenImage | undefined;
    let wanted: CloseUp | undefined;
    let drawn: CloseUp | undefined;
    const close = () => {
      opened?.close();
      opened = undefined;
      wanted = undefined;
      drawn = undefined;
      setPart(undefined);
      // Its pixels go, too.
      surface.width = 0;
    };
    // Not by its place and size, which browsers bring to whole pixels before they zoom in.
    const place = (part: CloseUp) => {
      const across = panZoom.size.width / width;
      const down = panZoom.size.height / height;
      surface.style.transform =
        `translate(${part.left * across}px, ${part.top * down}px) ` +
        `scale(${(part.width * across) / part.columns}, ${(part.height * down) / part.rows})`;
    };
    const wishes = new NewestWish<CloseUp, ImageBitmap | undefined>(
      async (part) => {
        const file = opened ? undefined : await engine.imageFile(id);
        if (file && wanted) opened ??= openImage(file);
        return opened?.cut(part);
      },
      (bitmap, part) => {
        if (!bitmap) return;
        if (!wanted) return bitmap.close();
        drawBitmap(surface, bitmap);
        drawn = part;
        place(part);
        setPart(part);
      },
      // The picture beneath stays, and whatever is wrong with the file was told when that was drawn.
      () => {},
    );
    const look = () => {
      wanted = wantsMore() ? closeUpOf(whole, beneath, panZoom.seen, devicePixelRatio, drawn) : undefined;
      if (!wanted) close();
      else if (wanted !== drawn) void wishes.ask(wanted);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      if (drawn) place(drawn);
      surface.dataset.pixels = String(panZoom.seen.size.width > width * 4);
      clearTimeout(timer);
      timer = setTimeout(look, pause);
    };
    soon();
    const stop = panZoom.watch(soon);
    return () => {
      clearTimeout(timer);
      stop();
      close();
    };
  }, [engine, id, width, height, columns, rows, panZoom]);

  const shown = part && (plain || layers);
  return (
    <>
      <canvas ref={canvas} className="close-up" hidden={!shown} />
      <canvas
        ref={over}
        className="marks"
        hidden={!shown || plain}
        style={part && { clipPath: `inset(${sidesOf(part, image).join(' ')})` }}
      />
    </>
  );
}

/** How far a part is from each side of its image, clockwise from the top, in percent. */
function sidesOf({ left, top, width, height }: CloseUp, image: Size): string[] {
  const right = image.width - left - width;
  const bottom = image.height - top - height;
  const share = (length: number, whole: number): string => `${(100 * length) / whole}%`;
  return [
    share(top, image.height),
    share(right, image.width),
    share(bottom, image.height),
    share(left, image.width),
  ];
}
