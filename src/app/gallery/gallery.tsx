import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { RunImage } from '../../engine/protocol/run.ts';
import type { ImageView, Layers } from '../../engine/protocol/view.ts';
import { type Split, splits } from '../../state/viewer.ts';
import { count } from '../format.ts';
import { useActions, useRun, useSession, useViewer } from '../session/context.tsx';
import { PictureFeed } from './feed.ts';
import { tileAfter } from './roving.ts';
import { Thumbnail } from './thumbnail.tsx';
import { GAP, useWindow } from './use-window.ts';

const tabs: Readonly<
  Record<
    Split,
    { readonly title: string; readonly help: string; readonly none: string; readonly layers: Layers }
  >
> = {
  validation: {
    title: 'Validation',
    help: 'Labelled images that do not teach: AP is measured on them',
    none: 'No validation images, so nothing is measured. With more labelled images there will be some.',
    layers: { teacher: 0.6 },
  },
  unlabelled: {
    title: 'Unlabelled',
    help: 'Images that teach by their pseudo-labels',
    none: 'No unlabelled images. Label fewer, or add some without labels.',
    layers: { teacher: 0.6, kept: 0.6, corrected: 0.6, refused: 0.5 },
  },
  labelled: {
    title: 'Labelled',
    help: 'Images that teach by their labels',
    none: 'No labelled images, so there is nothing to learn from. Mark the objects of some (M), or add annotations.',
    layers: { truth: 0.6 },
  },
};

const none: readonly RunImage[] = [];

/** Pixels a side: twice what is drawn, for dense screens. */
const side = 160;
/** Milliseconds a thumbnail stands while the network goes on learning. */
const refresh = 2000;

/** Thumbnails of one split; only those in sight are drawn, and drawn again when predictions change. */
function useThumbnails(split: Split): PictureFeed<ImageView> {
  const { engine, stores } = useSession();
  const feed = useMemo(() => {
    const request = (id: number) => engine.thumbnail(id, side, tabs[split].layers);
    return new PictureFeed<ImageView>({ request, atOnce: 2, interval: refresh });
  }, [engine, split]);
  useEffect(() => {
    const settle = () => feed.rest(document.hidden || stores.run.getState().description === undefined);
    settle();
    document.addEventListener('visibilitychange', settle);
    const stop = stores.run.subscribe((facts, before) => {
      if (facts.description !== before.description) settle();
      if (facts.predictions !== before.predictions) feed.invalidate();
    });
    return () => {
      document.removeEventListener('visibilitychange', settle);
      stop();
      feed.rest(true);
    };
  }, [feed, stores]);
  return feed;
}

export function Gallery() {
  const description = useRun((facts) => facts.description);
  const split = useViewer((facts) => facts.split);
  const selected = useViewer((facts) => facts.selected);
  const { select, showSplit } = useActions();
  const feed = useThumbnails(split);
  const images = description?.[split] ?? none;
  const place = useMemo(() => images.findIndex(({ id }) => id === selected), [images, selected]);
  const panel = useRef<HTMLDivElement>(null);
  const { from, to, above, below, columns } = useWindow(panel, images.length, place);
  // Tab enters the images once; from there arrow keys lead on, however many there are.
  const entry = place >= from && place < to ? place : from;
  // The focus goes along, also to a tile that is drawn only once it is scrolled to.
  const led = useRef(false);
  const turn = (event: KeyboardEvent) => {
    const next = tileAfter(event.key, place, images.length, columns);
    if (next === undefined || !images[next]) return;
    event.preventDefault();
    led.current = true;
    select(images[next].id);
  };
  const turnTab = (event: KeyboardEvent) => {
    const next = splits[tileAfter(event.key, splits.indexOf(split), splits.length, 1) ?? -1];
    if (!next) return;
    event.preventDefault();
    showSplit(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <section className="gallery panel" aria-label="Images">
      <div className="tabs" role="tablist" aria-label="Images of">
        {splits.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === split}
            // Arrow keys lead from tab to tab.
            tabIndex={name === split ? 0 : -1}
            onKeyDown={turnTab}
            aria-controls="gallery-images"
            title={tabs[name].help}
            onClick={() => showSplit(name)}
          >
            {tabs[name].title}
            <span className="count">{description ? count(description[name].length) : ''}</span>
          </button>
        ))}
      </div>
      <div
        ref={panel}
        className="thumbnails"
        id="gallery-images"
        role="tabpanel"
        aria-labelledby={`tab-${split}`}
        data-split={split}
        onKeyDown={turn}
      >
        {description && images.length === 0 && <p className="muted left-out">{tabs[split].none}</p>}
        <LeftOut height={above} />
        {images.slice(from, to).map((image, i) => (
          <Thumbnail
            key={`${split} ${image.id}`}
            image={image}
            split={split}
            feed={feed}
            selected={image.id === selected}
            entry={from + i === entry}
            led={led}
            onSelect={select}
          />
        ))}
        <LeftOut height={below} />
      </div>
    </section>
  );
}

/** Stands for rows that are not drawn. */
const LeftOut = ({ height }: { readonly height: number }) =>
  height > GAP && <div className="left-out" style={{ height: height - GAP }} />;
