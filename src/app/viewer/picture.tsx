import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { outline } from './draw.ts';
import { PanZoom } from './gestures.ts';
import { inWords } from './instances.ts';
import type { DrawnView } from './use-image-view.ts';

interface PictureProps {
  readonly name: string | undefined;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly view: DrawnView | undefined;
  readonly hovered: number | undefined;
  readonly onHover: (index: number | undefined) => void;
  /** What lies over the picture and takes the pointer. */
  readonly layer?: ((panZoom: PanZoom) => ReactNode) | undefined;
}

/** The canvas with zoom and pan, and the outline of the object under the pointer. */
export function Picture({ name, canvas, view, hovered, onHover, layer }: PictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [panZoom, setPanZoom] = useState<PanZoom>();

  useEffect(() => {
    if (!frame.current || !stage.current) return;
    const created = new PanZoom(frame.current, stage.current);
    setPanZoom(created);
    return () => created.dispose();
  }, []);

  useEffect(() => {
    if (view) panZoom?.setPicture(view);
  }, [panZoom, view]);

  useEffect(() => {
    const context = marks.current?.getContext('2d');
    if (!context) return;
    const { width, height } = view ?? { width: 1, height: 1 };
    // Setting a canvas's width also clears it.
    context.canvas.width = width;
    context.canvas.height = height;
    if (!view || hovered === undefined) return;
    const line = Math.max(1, Math.round(width / 200));
    context.putImageData(new ImageData(outline(view.topmost, view, hovered, line), width, height), 0, 0);
  }, [view, hovered]);

  const point = (event: PointerEvent) => {
    if (!view) return;
    const pixel = panZoom?.pixelUnder(event, view);
    const instance = pixel === undefined ? 0 : (view.topmost[pixel] ?? 0);
    onHover(instance > 0 ? instance - 1 : undefined);
  };

  return (
    <div className="picture">
      <div ref={frame} className="frame">
        <div ref={stage} className="stage" data-waiting={view === undefined}>
          <canvas
            ref={canvas}
            role="img"
            // Focused, it is zoomed with + and - and moved with the arrow keys.
            tabIndex={0}
            aria-label={view ? `${name}: ${inWords(view.instances)}` : 'No image drawn yet'}
            aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown"
            data-step={view?.step}
            data-image={view?.imageId}
            onPointerMove={point}
            onPointerLeave={() => onHover(undefined)}
          />
          <canvas ref={marks} className="marks" />
          {view && panZoom && layer?.(panZoom)}
        </div>
      </div>
      <div className="zoom-buttons">
        <button
          type="button"
          className="icon-button"
          aria-label="Zoom in"
          title="Zoom in (+)"
          onClick={() => panZoom?.zoom(1.5)}
        >
          <ZoomIn aria-hidden="true" size={16} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Zoom out"
          title="Zoom out (−)"
          onClick={() => panZoom?.zoom(1 / 1.5)}
        >
          <ZoomOut aria-hidden="true" size={16} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Whole image"
          title="Whole image (0)"
          onClick={() => panZoom?.reset()}
        >
          <Maximize aria-hidden="true" size={16} />
        </button>
      </div>
    </div>
  );
}
