import { CircleDashed, Ruler, Tag } from 'lucide-react';
import { memo, type RefObject, useEffect, useRef } from 'react';
import type { RunImage } from '../../engine/protocol/run.ts';
import type { ImageView } from '../../engine/protocol/view.ts';
import type { Split } from '../../state/viewer.ts';
import { drawBitmap } from '../viewer/draw.ts';
import { inWords } from '../viewer/instances.ts';
import type { PictureFeed } from './feed.ts';

interface ThumbnailProps {
  readonly image: RunImage;
  readonly split: Split;
  readonly feed: PictureFeed<ImageView>;
  readonly selected: boolean;
  /** Whether the Tab key comes here. */
  readonly entry: boolean;
  /** Whether an arrow key made the choice: then the focus goes along. */
  readonly led: RefObject<boolean>;
  readonly onSelect: (id: number) => void;
}

/** What training may know of an image. */
const marks = {
  labelled: { Icon: Tag, help: 'Labelled: its truth teaches' },
  unlabelled: { Icon: CircleDashed, help: 'Unlabelled: the teacher labels it; kept pseudo-labels' },
  validation: { Icon: Ruler, help: 'Validation: its truth measures, and never teaches' },
} as const;

/** One image of the gallery. Its picture goes from the worker to the canvas without React. */
export const Thumbnail = memo(function Thumbnail(props: ThumbnailProps) {
  const { image, split, feed, selected, entry, led, onSelect } = props;
  const mark = useRef<HTMLSpanElement>(null);
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
      const judged = view.instances.filter(({ fate }) => fate !== undefined);
      const kept = judged.filter(({ fate }) => fate?.kept).length;
      if (mark.current) mark.current.textContent = judged.length > 0 ? String(kept) : '';
      const fates = judged.length > 0 ? `, ${kept} kept as pseudo-labels` : '';
      element.setAttribute('aria-label', `${image.name}: ${inWords(view.instances)}${fates}`);
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
    if (!selected || !led.current) return;
    led.current = false;
    button.current?.focus();
  }, [selected, led]);
  const { Icon } = marks[split];
  return (
    <button
      ref={button}
      type="button"
      className="thumbnail"
      aria-pressed={selected}
      tabIndex={entry ? 0 : -1}
      aria-label={image.name}
      title={image.name}
      onClick={() => onSelect(image.id)}
    >
      <canvas ref={canvas} width={image.width} height={image.height} />
      <span className="split-mark" title={marks[split].help} aria-hidden="true">
        <Icon size={11} />
        <span ref={mark} />
      </span>
    </button>
  );
});
