/** Draws an image with its layers, by the kernels of whichever device the run is on. */
import type { Device, Tensor } from '../compute/device.ts';
import { type ColourMap, colourTable } from '../compute/kernels/colour-maps.ts';
import { heatMap } from '../compute/kernels/heat-map.ts';
import { overlay, overlayRow, overlayStride } from '../compute/kernels/overlay.ts';
import type { Instance } from '../data/dataset.ts';
import { paintRuns } from '../masks/dense.ts';
import { measureMask } from '../masks/overlap.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import type { PooledImage } from '../training/pool.ts';
import { type Scope, within } from '../training/scope.ts';
import { logitPlanes, type Planes, truthPlanes } from './layer-planes.ts';
import type { DisplayPicture } from './library.ts';
import { filling, looksOf, type MaskLayer, type MaskLook, outlining } from './mask-looks.ts';
import { rgbOf } from './palette.ts';
import type { Fate } from './protocol/pseudo-labels.ts';
import type { ViewInstance } from './protocol/view.ts';
import { predictionFacts, type SeenMask, truthFacts } from './view-instances.ts';

/** Masks of one layer, best first. */
export interface MaskGroup {
  readonly layer: MaskLayer;
  readonly opacity: number;
  readonly masks: readonly SeenMask[];
  /** Of each, where they are candidates for pseudo-labels. */
  readonly fates?: readonly Fate[] | undefined;
}

/** A plane of figures in 0..1 over the whole picture. */
export interface Heat {
  readonly planes: Planes;
  readonly map: ColourMap;
  /** The map's last colour stands for 0, its first for 1. */
  readonly reversed: boolean;
  /** Of 1; lower figures are clearer, and 0 is clear. */
  readonly opacity: number;
}

export interface ViewContent {
  readonly picture: DisplayPicture;
  readonly image: Pick<PooledImage, 'width' | 'height' | 'transform'>;
  /** Undefined where nobody knows it. */
  readonly truth: readonly Instance[] | undefined;
  /** 0 leaves truth out. */
  readonly truthOpacity: number;
  /** The first lies on top. */
  readonly groups: readonly MaskGroup[];
  readonly heats: readonly Heat[];
  /** Side of the masks' logits. */
  readonly maskSide: number;
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

/** SYNC POINT: reads the drawn picture back. */
export function drawView(device: Device, content: ViewContent): Promise<DrawnView> {
  const { picture, image, truth = [], truthOpacity, groups, heats, maskSide, colours } = content;
  const { width, height } = picture;
  const displaySide = Math.max(width, height);
  const colourOf = (category: number): string => colours[category] ?? '#808080';
  const known = truthOpacity > 0 ? truth.filter(({ crowd }) => !crowd) : [];
  const truthSide = Math.min(displaySide, Math.max(image.width, image.height));
  const truthShapes = truthPlanes(known, image, truthSide);

  const truthMasks = content.truth?.map(({ mask }) => measureMask(mask));
  const predicted = groups.flatMap(({ layer, masks, fates }) => {
    const source = layer === 'student' ? 'student' : 'teacher';
    return masks.map((mask, i) => ({
      mask,
      facts: predictionFacts(source, mask, image, maskSide, truthMasks, fates?.[i]),
    }));
  });
  const instances = [...predicted.map(({ facts }) => facts), ...known.map(truthFacts)];
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
  for (const [i, { mask }] of [...predicted.entries()].reverse()) paint(mask.logits, maskSide, i);

  return within(device, async (scope) => {
    let drawn = scope.upload('u32', [height * width], picture.pixels);
    const size = { width, height };
    for (const heat of heats) drawn = heatOver(scope, drawn, heat, size);
    const onto = (planes: Planes, looks: readonly MaskLook[], line: number): void => {
      if (looks.length === 0) return;
      drawn = overlayOnto(scope, drawn, planes, looks, {
        ...size,
        scale: planes.side / displaySide,
        outlineWidth: line,
      });
    };
    // Beneath predictions, truth is an outline only.
    const fill = predicted.length > 0 ? 0 : filling * truthOpacity;
    const outline = Math.min(1, outlining * truthOpacity);
    const truthLooks = known.map(({ category }) => ({
      colour: colourOf(category),
      fill,
      outline,
      dash: 0,
      hatch: 0,
    }));
    onto(truthShapes, truthLooks, outlineWidth(displaySide, 'truth'));
    for (const [at, { layer, opacity, masks, fates }] of [...groups.entries()].reverse()) {
      const above = groups.slice(at + 1).some((beneath) => beneath.masks.length > 0);
      const rows = [...masks.entries()].reverse().flatMap(([i, mask]) => {
        const of = {
          colour: colourOf(fates?.[i]?.category ?? mask.category),
          before: colourOf(mask.category),
          score: mask.score,
          above,
        };
        return looksOf(layer, of, opacity, displaySide).map((look) => ({ mask, look }));
      });
      const planes = logitPlanes(
        rows.map(({ mask }) => mask),
        maskSide,
      );
      onto(
        planes,
        rows.map(({ look }) => look),
        outlineWidth(displaySide, 'prediction'),
      );
    }
    const [read] = await device.read(drawn);
    return { pixels: new Uint8ClampedArray(read.slice().buffer), instances, topmost };
  });
}

function heatOver(
  scope: Scope,
  picture: Tensor<'u32'>,
  { planes: { side, values }, map, reversed, opacity }: Heat,
  size: { readonly width: number; readonly height: number },
): Tensor<'u32'> {
  const planes = scope.upload('f32', [1, side * side], values);
  const table = colourTable(map);
  const colours = scope.upload('u32', [256], reversed ? table.reverse() : table);
  const drawn = scope.create('u32', [size.height * size.width]);
  const scale = side / Math.max(size.width, size.height);
  scope.device.run(
    heatMap,
    { picture, planes, colours, drawn },
    { ...size, side, plane: 0, scale, offsetX: 0, offsetY: 0, opacity, fade: 1 },
  );
  return drawn;
}

function overlayOnto(
  scope: Scope,
  picture: Tensor<'u32'>,
  { side, values }: Planes,
  looks: readonly MaskLook[],
  frame: {
    readonly width: number;
    readonly height: number;
    readonly scale: number;
    readonly outlineWidth: number;
  },
): Tensor<'u32'> {
  const figures = new Float32Array(looks.length * overlayStride);
  looks.forEach(({ colour, fill, outline, dash, hatch }, i) => {
    const at = i * overlayStride;
    figures.set(rgbOf(colour), at + overlayRow.colour);
    figures[at + overlayRow.fillOpacity] = fill;
    figures[at + overlayRow.outlineOpacity] = outline;
    figures[at + overlayRow.visible] = 1;
    figures[at + overlayRow.dash] = dash;
    figures[at + overlayRow.hatch] = hatch;
  });
  const logits = scope.upload('f32', [looks.length, side * side], values);
  const instances = scope.upload('f32', [looks.length, overlayStride], figures);
  const drawn = scope.create('u32', [frame.height * frame.width]);
  scope.device.run(
    overlay,
    { picture, logits, instances, drawn },
    { ...frame, maskSide: side, count: looks.length, offsetX: 0, offsetY: 0 },
  );
  return drawn;
}
