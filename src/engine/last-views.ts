import type { Device } from '../compute/device.ts';
import { appearanceStride } from '../compute/kernels/appearance.ts';
import { type Affine, augmentPair, packGeometry } from '../training/augmentation.ts';
import { type StudentView, unlabelledViews } from '../training/batch.ts';
import type { JudgedImage, Labeller } from '../training/labeller.ts';
import type { PooledImage } from '../training/pool.ts';
import { within } from '../training/scope.ts';
import { type DrawnView, drawView } from './draw-view.ts';
import { byFate } from './image-content.ts';
import type { DisplayPicture } from './library.ts';
import type { Fate } from './protocol/pseudo-labels.ts';
import type { LayerName, Layers } from './protocol/view.ts';
import { Recent } from './recent.ts';

/** A mask that the teacher saw, one bit a pixel. */
interface KeptMask {
  readonly category: number;
  readonly score: number;
  readonly classQuality: number;
  readonly maskQuality: number;
  readonly bits: Uint32Array;
}

/** How an unlabelled image was looked at last: enough to draw both views again, for they follow from (seed, step, place). */
export interface LastLook {
  /** Steps done before it. */
  readonly step: number;
  /** In the batch. */
  readonly place: number;
  readonly seed: number;
  /** Of the student's view. */
  readonly strength: StudentView;
  readonly map: Affine;
  readonly masks: readonly KeptMask[];
  readonly fates: readonly Fate[];
}

const capacity = 16 * 2 ** 20;

/** The latest look at each of the unlabelled images that training came by last. */
export class LastViews {
  readonly #looks = new Recent<LastLook>(capacity);

  get(image: number): LastLook | undefined {
    return this.#looks.get(String(image));
  }

  /** @param step steps done before this look. */
  note(
    judged: readonly JudgedImage[],
    labeller: Labeller,
    {
      step,
      seed,
      strength,
      names,
    }: Pick<LastLook, 'step' | 'seed' | 'strength'> & { readonly names: readonly string[] },
  ): void {
    for (const [place, { id, map, detections, decisions }] of judged.entries()) {
      const masks = detections.map(({ category, score, classQuality, maskQuality, bits }) => ({
        category,
        score,
        classQuality,
        maskQuality,
        bits,
      }));
      const fates = decisions.map((decision, i) => ({
        kept: decision.verdict.kept,
        corrected: decision.corrected,
        category: decision.category,
        reason: labeller.explain(detections[i], decision, names),
      }));
      const bytes = masks.reduce((sum, { bits }) => sum + bits.byteLength + 400, 200);
      this.#looks.set(String(id), { step, place, seed, strength, map, masks, fates }, bytes);
    }
  }

  clear(): void {
    this.#looks.clear();
  }
}

export const viewLayers: readonly LayerName[] = ['kept', 'corrected', 'refused'];

/** Share of a view's side that is left free between the two. */
const gap = 1 / 32;

/** Both views side by side, as the networks saw them: the teacher's on the left, the student's on the right. SYNC POINT, thrice. */
export async function drawLook(
  device: Device,
  { step, place, seed, strength, map, masks, fates }: LastLook,
  image: PooledImage,
  {
    side,
    maskSide,
    displaySide,
    layers,
    colours,
  }: {
    /** Of the network's input. */
    readonly side: number;
    readonly maskSide: number;
    /** Of each view as it is shown, about. */
    readonly displaySide: number;
    readonly layers: Layers;
    readonly colours: readonly string[];
  },
): Promise<DrawnView & { readonly width: number; readonly height: number }> {
  // Drawn as training drew it: what befalls an image depends on its place in the batch.
  const batch = Array.from({ length: place + 1 }, () => image);
  const views = unlabelledViews(batch, strength, { seed, step, side, turns: false });
  const appearance = views.appearance.slice(place * appearanceStride);
  const [weak, strong] = await within(device, async (scope) => {
    const source = scope.upload('u32', [1, side * side], image.pixels);
    const pair = scope.keepAll(augmentPair(device, source, packGeometry([map]), appearance));
    return device.read(pair.weak, pair.strong);
  });
  const zoom = Math.max(1, Math.floor(displaySide / side));
  const shown = masks.map((mask) => ({ ...mask, logits: signsOf(mask.bits, maskSide) }));
  const content = {
    // What the networks saw has no other size than this.
    image: { width: side, height: side, transform: { scale: 1, width: side, height: side } },
    truth: undefined,
    truthOpacity: 0,
    groups: byFate(shown, fates, (layer) => layers[layer] ?? 0),
    heats: [],
    maskSide,
    colours,
  };
  const [left, right] = [
    await drawView(device, { ...content, picture: pictureOf(weak, side, zoom) }),
    await drawView(device, { ...content, picture: pictureOf(strong, side, zoom) }),
  ];
  return beside(left, right, side * zoom, Math.round(side * zoom * gap));
}

/** 1 inside, -1 outside, [M * M]. */
const signsOf = (bits: Uint32Array, maskSide: number): Float32Array =>
  Float32Array.from({ length: maskSide * maskSide }, (_, p) => ((bits[p >> 5] >>> (p & 31)) & 1 ? 1 : -1));

/** The network's input [3, S, S], (x - 0.5) / 0.25, as a picture whose pixels are `zoom` pixels wide. */
function pictureOf(input: Float32Array, side: number, zoom: number): DisplayPicture {
  const width = side * zoom;
  const pixels = new Uint32Array(width * width);
  const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(255 * (0.25 * value + 0.5))));
  const plane = side * side;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = y * side + x;
      const packed =
        (0xff000000 |
          (byte(input[2 * plane + at]) << 16) |
          (byte(input[plane + at]) << 8) |
          byte(input[at])) >>>
        0;
      for (let v = 0; v < zoom; v++) {
        const row = (y * zoom + v) * width + x * zoom;
        pixels.fill(packed, row, row + zoom);
      }
    }
  }
  return { pixels, width, height: width };
}

/** Two square pictures of the same instances, with a clear gap between them. */
function beside(
  left: DrawnView,
  right: DrawnView,
  side: number,
  between: number,
): DrawnView & { readonly width: number; readonly height: number } {
  const width = 2 * side + between;
  const pixels = new Uint8ClampedArray(4 * width * side);
  const topmost = new Uint16Array(width * side);
  [left, right].forEach((half, i) => {
    for (let y = 0; y < side; y++) {
      const to = y * width + i * (side + between);
      pixels.set(half.pixels.subarray(4 * y * side, 4 * (y + 1) * side), 4 * to);
      topmost.set(half.topmost.subarray(y * side, (y + 1) * side), to);
    }
  });
  return { pixels, topmost, instances: left.instances, width, height: side };
}
