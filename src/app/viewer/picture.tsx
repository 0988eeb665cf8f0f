import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Divider } from './divider.tsx';
import { outline } from './draw.ts';
import { PanZoom } from './gestures.ts';
import { inWords } from './instances.ts';
import type { DrawnView } from './use-image-view.ts';

interface PictureProps {
  readonly name: string | undefined;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly view: DrawnView | undefined;
  /** The same image as the student sees it, drawn on the right of a divider. */
  readonly beside?:
    | { readonly canvas: RefObject<HTMLCanvasElement | null>; readonly view: DrawnView | undefined }
    | undefined;
  /** What is written above the left and the right half. */
  readonly captions?: readonly [string, string] | undefined;
  /** Index into the instances of `view`, and on from there into those of `beside`. */
  readonly hovered: number | undefined;
  readonly onHover: (index: number | undefined) => void;
  /** What lies over the picture and under all that is marked in it. */
  readonly closeUp?: ((panZoom: PanZoom) => ReactNode) | undefined;
  /** What lies over the picture and takes the pointer. */
  readonly layer?: ((panZoom: PanZoom) => ReactNode) | undefined;
  /** Buttons in its lower left corner. */
  readonly children?: ReactNode;
}

/** The canvas with zoom and pan, and the outline of the object under the pointer. */
export function Picture(props: PictureProps) {
  const { name, canvas, view, beside, captions, hovered, onHover, closeUp, layer, children } = props;
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [panZoom, setPanZoom] = useState<PanZoom>();
  const [divider, setDivider] = useState(0.5);
  const right = beside?.view;

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
    const left = view?.instances.length ?? 0;
    const shown = hovered !== undefined && hovered >= left ? right : view;
    const { width, height } = shown ?? { width: 1, height: 1 };
    // Setting a canvas's width also clears it.
    context.canvas.width = width;
    context.canvas.height = height;
    if (!shown || hovered === undefined) return;
    const index = shown === view ? hovered : hovered - left;
    const line = Math.max(1, Math.round(Math.min(width, height) / 200));
    const patch = outline(shown.topmost, shown, index, line);
    if (!patch) return;
    context.putImageData(new ImageData(patch.pixels, patch.width, patch.height), patch.left, patch.top);
  }, [view, right, hovered]);

  const point = (event: PointerEvent) => {
    if (!view || !panZoom) return;
    const onRight = right && panZoom.pointUnder(event, { width: 1, height: 1 }).x > divider;
    const shown = onRight ? right : view;
    const pixel = panZoom.pixelUnder(event, shown);
    const instance = pixel === undefined ? 0 : (shown.topmost[pixel] ?? 0);
    const before = onRight ? view.instances.length : 0;
    onHover(instance > 0 ? before + instance - 1 : undefined);
  };

  return (
    <div className="picture">
      <div ref={frame} className="frame">
        <div ref={stage} className="stage" data-waiting={view === undefined} data-empty={name === undefined}>
          <canvas
            ref={canvas}
            role="img"
            // Focused, it is zoomed with + and - and moved with the arrow keys.
            tabIndex={0}
            aria-label={view ? `${name}: ${inWords(view.instances)}` : 'No image drawn yet'}
            aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown"
            data-step={view?.step}
            data-image={view?.imageId}
            data-aspect={view?.aspect}
            onPointerMove={point}
            onPointerLeave={() => onHover(undefined)}
          />
          {beside && (
            <canvas
              ref={beside.canvas}
              className="beside"
              role="img"
              aria-label={
                right ? `${name}, as the student sees it: ${inWords(right.instances)}` : 'Not drawn yet'
              }
              style={{ clipPath: `inset(0 0 0 ${divider * 100}%)` }}
            />
          )}
          {view && panZoom && closeUp?.(panZoom)}
          <canvas ref={marks} className="marks" />
          {beside && panZoom && <Divider at={divider} panZoom={panZoom} onMove={setDivider} />}
          {view && panZoom && layer?.(panZoom)}
        </div>
        {captions && (
          <div className="captions">
            {captions.map((caption) => (
              <span key={caption}>{caption}</span>
            ))}
          </div>
        )}
      </div>
      {children}
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
