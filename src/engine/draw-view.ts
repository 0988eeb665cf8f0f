/** Draws an image with its layers, by the kernels of whichever device the run is on. */
import type { Device } from '../compute/device.ts';
import { colourTable } from '../compute/kernels/colour-maps.ts';
import { heatMap } from '../compute/kernels/heat-map.ts';
import { overlay, overlayRow, overlayStride } from '../compute/kernels/overlay.ts';
import type { Instance } from '../data/dataset.ts';
import { measureMask } from '../masks/overlap.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import type { PooledImage } from '../training/pool.ts';
import type { Candidate } from '../training/predict.ts';
import { type Scope, within } from '../training/scope.ts';
import { candidatePlanes, type Planes, truthPlanes, uncertaintyPlane } from './layer-planes.ts';
import type { DisplayPicture } from './library.ts';
import { rgbOf } from './palette.ts';
import type { Fate, Layers, ViewInstance } from './protocol.ts';
import { paintRuns } from './topmost.ts';
import { predictionFacts, truthFacts } from './view-instances.ts';

export interface ViewContent {
  readonly picture: DisplayPicture;
  readonly image: Pick<PooledImage, 'width' | 'height' | 'transform'>;
  /** Undefined where nobody knows it. */
  readonly truth: readonly Instance[] | undefined;
  /** Best score first. */
  readonly candidates: readonly Candidate[];
  /** Of each candidate, where the image is unlabelled and the teacher labels. */
  readonly fates?: readonly Fate[] | undefined;
  /** Side of the candidates' logits. */
  readonly maskSide: number;
  readonly layers: Layers;
  /** By category, #rrggbb. */
  readonly colours: readonly string[];
}

export interface DrawnView {
  /** RGBA, row-major, of the picture's size. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly instances: ViewInstance[];
  readonly topmost: Uint16Array<ArrayBuffer>;
}

/** Display pixels. Outlines of truth are wider, so that both can be seen where they coincide. */
const outlineWidth = (displaySide: number, source: 'prediction' | 'truth'): number =>
  Math.max(1.25, displaySide / 200) * (source === 'truth' ? 1.6 : 1);

/** Shares of a layer's opacity: the object must stay visible beneath the filling, the outline above all. */
const filling = 0.7;
const outlining = 1.6;

/** Of candidates that are refused as pseudo-labels: an outline without a class. */
const refusedColour = '#8a8a8a';

/** A prediction of this score or more is filled at full opacity, a lesser one fainter, down to `faintest` of it. */
const confident = 0.5;
const faintest = 0.5;

interface Drawn {
  readonly colour: string;
  readonly fill: number;
  readonly outline: number;
}

/** SYNC POINT: reads the drawn picture back. */
export function drawView(device: Device, content: ViewContent): Promise<DrawnView> {
  const { picture, image, truth = [], candidates, maskSide, layers, colours } = content;
  const { width, height } = picture;
  const displaySide = Math.max(width, height);
  const colourOf = (category: number): string => colours[category] ?? '#808080';
  const predicted = layers.predictions > 0 ? candidates : [];
  const known = layers.truth > 0 ? truth.filter(({ crowd }) => !crowd) : [];
  const truthSide = Math.min(displaySide, Math.max(image.width, image.height));
  const truthShapes = truthPlanes(known, image, truthSide);

  const truthMasks = content.truth?.map(({ mask }) => measureMask(mask));
  const instances = [
    ...predicted.map((candidate, i) =>
      predictionFacts(candidate, image, maskSide, truthMasks, content.fates?.[i]),
    ),
    ...known.map(truthFacts),
  ];
  const topmost = new Uint16Array(width * height);
  const paint = (plane: Float32Array, side: number, instance: number): void => {
    const frame = { maskSide: side, scale: side / displaySide, width, height };
    paintRuns(topmost, maskAtImageSize(plane, frame), instance + 1);
  };
  known.forEach((_, i) => {
    paint(
      truthShapes.values.subarray(i * truthSide ** 2, (i + 1) * truthSide ** 2),
      truthSide,
      predicted.length + i,
    );
  });
  // The best is painted last, here and below.
  const worstFirst = [...predicted.entries()].reverse();
  for (const [i, { logits }] of worstFirst) paint(logits, maskSide, i);

  return within(device, async (scope) => {
    let drawn = scope.upload('u32', [height * width], picture.pixels);
    const size = { width, height };
    if (layers.uncertainty > 0) {
      const { side, values } = uncertaintyPlane(candidates, maskSide);
      const planes = scope.upload('f32', [1, side * side], values);
      const table = scope.upload('u32', [256], colourTable('inferno'));
      const below = drawn;
      drawn = scope.create('u32', [height * width]);
      device.run(
        heatMap,
        { picture: below, planes, colours: table, drawn },
        {
          ...size,
          side,
          plane: 0,
          scale: side / displaySide,
          offsetX: 0,
          offsetY: 0,
          opacity: layers.uncertainty,
          fade: 1,
        },
      );
    }
    const onto = (planes: Planes, rows: readonly Drawn[], line: number): void => {
      drawn = overlayOnto(scope, drawn, planes, rows, {
        ...size,
        scale: planes.side / displaySide,
        outlineWidth: line,
      });
    };
    if (known.length > 0) {
      // Beneath predictions, truth is an outline only.
      const fill = predicted.length > 0 ? 0 : filling * layers.truth;
      const outline = Math.min(1, outlining * layers.truth);
      const rows = known.map(({ category }) => ({ colour: colourOf(category), fill, outline }));
      onto(truthShapes, rows, outlineWidth(displaySide, 'truth'));
    }
    if (predicted.length > 0) {
      const rows = worstFirst.map(([i, { category, score }]) => {
        if (content.fates?.[i]?.kept === false)
          return { colour: refusedColour, fill: 0, outline: layers.predictions };
        const opacity = layers.predictions * Math.min(1, Math.max(faintest, score / confident));
        return {
          colour: colourOf(category),
          fill: filling * opacity,
          outline: Math.min(1, outlining * layers.predictions),
        };
      });
      const planes = candidatePlanes(
        worstFirst.map(([, candidate]) => candidate),
        maskSide,
      );
      onto(planes, rows, outlineWidth(displaySide, 'prediction'));
    }
    const [read] = await device.read(drawn);
    return { pixels: new Uint8ClampedArray(read.slice().buffer), instances, topmost };
  });
}

function overlayOnto(
  scope: Scope,
  picture: ReturnType<typeof scope.upload<'u32'>>,
  { side, values }: Planes,
  rows: readonly Drawn[],
  frame: {
    readonly width: number;
    readonly height: number;
    readonly scale: number;
    readonly outlineWidth: number;
  },
) {
  const figures = new Float32Array(rows.length * overlayStride);
  rows.forEach(({ colour, fill, outline }, i) => {
    const at = i * overlayStride;
    figures.set(rgbOf(colour), at + overlayRow.colour);
    figures[at + overlayRow.fillOpacity] = fill;
    figures[at + overlayRow.outlineOpacity] = outline;
    figures[at + overlayRow.visible] = 1;
  });
  const logits = scope.upload('f32', [rows.length, side * side], values);
  const instances = scope.upload('f32', [rows.length, overlayStride], figures);
  const drawn = scope.create('u32', [frame.height * frame.width]);
  scope.device.run(
    overlay,
    { picture, logits, instances, drawn },
    { ...frame, maskSide: side, count: rows.length, offsetX: 0, offsetY: 0 },
  );
  return drawn;
}
