import { memo, useEffect, useRef } from 'react';
import type { ImageView, RunImage } from '../../engine/protocol.ts';
import { drawBitmap } from '../viewer/draw.ts';
import { inWords } from '../viewer/instances.ts';
import type { PictureFeed } from './feed.ts';

interface ThumbnailProps {
  readonly image: RunImage;
  readonly feed: PictureFeed<ImageView>;
  readonly selected: boolean;
  readonly onSelect: (id: number) => void;
}

/** One image of the gallery. Its picture goes from the worker to the canvas without React. */
export const Thumbnail = memo(function Thumbnail({ image, feed, selected, onSelect }: ThumbnailProps) {
  const button = useRef<HTMLButtonElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = button.current;
    if (!element) return;
    let stop: (() => void) | undefined;
    const show = (view: ImageView) => {
      if (!canvas.current) return view.bitmap.close();
      drawBitmap(canvas.current, view.bitmap);
      element.dataset.step = String(view.step);
      element.dataset.instances = String(view.instances.length);
      element.setAttribute('aria-label', `${image.name}: ${inWords(view.instances)}`);
    };
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) stop ??= feed.watch(image.id, show);
        else {
          stop?.();
          stop = undefined;
        }
      },
      { rootMargin: '64px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      stop?.();
    };
  }, [feed, image]);
  useEffect(() => {
    if (selected) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  return (
    <button
      ref={button}
      type="button"
      className="thumbnail"
      aria-pressed={selected}
      aria-label={image.name}
      title={image.name}
      onClick={() => onSelect(image.id)}
    >
      <canvas ref={canvas} width={image.width} height={image.height} />
    </button>
  );
});
