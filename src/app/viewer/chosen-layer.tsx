import { useEffect, useRef } from 'react';
import type { ChosenCandidate } from '../../state/viewer.ts';
import { drawBorders, fillMask, rgba } from '../labelling/draw-labels.ts';
import { useRun } from '../session/context.tsx';

/** Canvas pixels on the longest side. */
const side = 420;
const opacity = 0.5;

/** The mask of the candidate that was chosen in the plane, as the teacher saw it, over the picture. */
export function ChosenLayer({ chosen: { mask, category } }: { readonly chosen: ChosenCandidate }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colour = useRun(({ description }) => description?.categories[category]?.colour) ?? '#808080';
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !mask) return;
    const scale = side / Math.max(mask.width, mask.height);
    const width = Math.max(1, Math.round(mask.width * scale));
    const height = Math.max(1, Math.round(mask.height * scale));
    // Setting a canvas's size also clears it.
    context.canvas.width = width;
    context.canvas.height = height;
    const drawn = context.createImageData(width, height);
    fillMask(drawn.data, drawn, mask, rgba(colour, opacity));
    drawBorders(drawn.data, drawn);
    context.putImageData(drawn, 0, 0);
  }, [mask, colour]);
  return <canvas ref={canvas} className="marks" data-chosen={category} />;
}
