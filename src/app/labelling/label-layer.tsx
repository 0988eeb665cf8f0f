import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Proposal } from '../../engine/protocol/labelling.ts';
import type { RunImage } from '../../engine/protocol/run.ts';
import { isInside, objectAt } from '../../labels/document.ts';
import { maskArea } from '../../masks/rle.ts';
import { classOffered, type LabellingFacts, labelsOf, offersOf, selectedOf } from '../../state/labelling.ts';
import { useSession } from '../session/context.tsx';
import type { PanZoom } from '../viewer/gestures.ts';
import type { Point } from '../viewer/pan-zoom.ts';
import { Corners } from './corner-pen.ts';
import { drawBorders, fillMask, rgba } from './draw-labels.ts';
import type { Pen } from './pen.ts';
import { penOf } from './pens.ts';

interface LabelLayerProps {
  readonly image: RunImage;
  readonly panZoom: PanZoom;
}

/** Canvas pixels on the longest side: sharp enough for a border of one of them. */
const side = 1024;
const opacity = { object: 0.35, selected: 0.6, offered: 0.1, proposal: 0.55 } as const;

/** What is drawn and what is being drawn, on two canvases over the picture; it takes the pointer for its tools. */
export default function LabelLayer({
  image: { id, width: columns, height: rows },
  panZoom,
}: LabelLayerProps) {
  const { stores, actions } = useSession();
  const { labelling } = actions;
  const fixed = useRef<HTMLCanvasElement>(null);
  const live = useRef<HTMLCanvasElement>(null);
  // Every description of the run brings another object for the same picture; what is being drawn goes on.
  const image = useMemo(() => ({ width: columns, height: rows }), [columns, rows]);
  const scale = side / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));

  // Before anything is painted: what can be seen can be drawn on.
  useLayoutEffect(() => {
    const still = fixed.current?.getContext('2d');
    const moving = live.current?.getContext('2d');
    const surface = live.current;
    if (!still || !moving || !surface) return;
    const size = { width, height };
    const store = stores.labelling;
    const colourOf = (category: number): string =>
      stores.run.getState().description?.categories[category]?.colour ?? '#808080';

    const drawLabels = () => {
      const facts = store.getState();
      const drawn = new ImageData(width, height);
      const { masksShown } = stores.viewer.getState();
      for (const { id, category, mask, crowd } of masksShown ? labelsOf(facts) : []) {
        const strength = id === facts.selected ? opacity.selected : opacity.object;
        // Alpha a little apart for each object, so that neighbours of one class have a border.
        const [r, g, b, a] = rgba(colourOf(category), crowd ? strength / 2 : strength);
        fillMask(drawn.data, size, mask, [r, g, b, a + (id % 4)]);
      }
      if (facts.outlines) drawBorders(drawn.data, size);
      still.putImageData(drawn, 0, 0);
    };

    let pen: Pen | undefined;
    let pointer: Point | undefined;
    const drawLive = () => {
      const facts = store.getState();
      moving.clearRect(0, 0, width, height);
      const colour = colourOf(facts.category);
      const { pointed, review } = facts;
      const offers = offersOf(facts);
      const proposal = pointed === undefined ? undefined : offers[pointed];
      const { step } = stores.progress.getState();
      const inkOf = (offer: Proposal) => colourOf(classOffered(facts, step, offer));
      if (review || proposal) {
        const drawn = new ImageData(width, height);
        // A review shows all that is still open, and strongly what it asks about.
        if (review)
          for (const offer of offers)
            fillMask(drawn.data, size, offer.mask, rgba(inkOf(offer), opacity.offered));
        if (proposal) {
          const ink = review ? inkOf(proposal) : '#ffffff';
          fillMask(drawn.data, size, proposal.mask, rgba(ink, opacity.proposal));
        }
        drawBorders(drawn.data, size);
        moving.putImageData(drawn, 0, 0);
      }
      pen?.draw(moving, { scale, colour, radius: facts.radius, pointer });
    };
    let frame = 0;
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(drawLive);
    };

    const at = (event: PointerEvent): Point => panZoom.pointUnder(event, image);
    const pointed = (facts: LabellingFacts, { x, y }: Point): number | undefined => {
      // Of masks within masks the smallest is meant.
      const hit = offersOf(facts)
        .map(({ mask }, index) => ({ mask, index }))
        .filter(({ mask }) => isInside(mask, x, y))
        .sort((a, b) => maskArea(a.mask) - maskArea(b.mask));
      return hit[0]?.index;
    };

    const down = (event: PointerEvent) => {
      const facts = store.getState();
      if (event.button !== 0 || facts.image !== id) return;
      const point = at(event);
      // With a corner in reach the outline is meant, beside it another object.
      const outlined = pen instanceof Corners && pen.meets(point);
      if (facts.tool === 'select' || facts.tool === 'join' || (facts.tool === 'corners' && !outlined)) {
        const found = objectAt(labelsOf(facts), point.x, point.y);
        if (facts.tool === 'join') labelling.joinWith(found?.id);
        else labelling.select(found?.id);
        // Beside every object the picture is moved.
        if (found) event.stopPropagation();
        return;
      }
      event.stopPropagation();
      if (facts.tool === 'propose') {
        const index = pointed(facts, point);
        if (index === undefined) return;
        // In a review a click asks about a mask; the answer is a key.
        if (facts.review) labelling.point(index);
        else labelling.accept(index);
        return;
      }
      if (facts.tool === 'fill') {
        labelling.fillAt(point.x, point.y);
        return;
      }
      surface.setPointerCapture(event.pointerId);
      pen?.down(point);
      soon();
    };
    const move = (event: PointerEvent) => {
      pointer = at(event);
      const facts = store.getState();
      if (facts.tool === 'propose') {
        const index = pointed(facts, pointer);
        if (index !== facts.pointed && !facts.review) labelling.point(index);
      } else {
        // A fast hand is heard more often than a frame is drawn.
        for (const each of event.getCoalescedEvents?.() ?? []) pen?.move(at(each));
        pen?.move(pointer);
      }
      soon();
    };
    const up = () => {
      pen?.up();
      soon();
    };
    const leave = () => {
      pointer = undefined;
      if (store.getState().pointed !== undefined) labelling.point(undefined);
      soon();
    };
    const key = (event: KeyboardEvent) => {
      // Who types a name means no corner.
      const typing = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (typing || !pen?.key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      soon();
    };
    const double = (event: MouseEvent) => {
      event.stopPropagation();
      pen?.key('Enter');
      soon();
    };

    const takeTool = () => {
      pen = penOf(store.getState().tool, labelling, () => selectedOf(store.getState()));
      surface.dataset.tool = store.getState().tool;
      soon();
    };
    takeTool();
    drawLabels();
    const stop = store.subscribe((facts, before) => {
      if (facts.tool !== before.tool) takeTool();
      if (
        facts.history?.present.objects !== before.history?.present.objects ||
        facts.selected !== before.selected ||
        facts.outlines !== before.outlines
      )
        drawLabels();
      soon();
    });
    const stopRun = stores.run.subscribe(({ description }, before) => {
      if (description !== before.description) drawLabels();
    });
    const stopViewer = stores.viewer.subscribe(({ masksShown }, before) => {
      if (masksShown !== before.masksShown) drawLabels();
    });
    const ended = new AbortController();
    const { signal } = ended;
    surface.addEventListener('pointerdown', down, { signal });
    surface.addEventListener('pointermove', move, { signal });
    surface.addEventListener('pointerup', up, { signal });
    surface.addEventListener('pointercancel', up, { signal });
    surface.addEventListener('pointerleave', leave, { signal });
    surface.addEventListener('dblclick', double, { signal });
    window.addEventListener('keydown', key, { signal, capture: true });
    return () => {
      cancelAnimationFrame(frame);
      stop();
      stopRun();
      stopViewer();
      ended.abort();
    };
  }, [stores, labelling, id, image, panZoom, width, height, scale]);

  return (
    <>
      <canvas ref={fixed} className="marks" width={width} height={height} />
      <canvas ref={live} className="marks drawing" width={width} height={height} data-testid="drawing" />
    </>
  );
}
