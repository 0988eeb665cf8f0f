import type { Tensor } from '../compute/device.ts';
import { classQuality } from '../compute/kernels/class-quality.ts';
import { TURN, turnedFrom, turnPlanes } from '../compute/kernels/turn-planes.ts';
import type { PoolingTensors } from './pooling.ts';
import type { Scope } from './scope.ts';
import type { Segmenter } from './segmenter.ts';

type Tensors = Readonly<Record<string, Tensor<'f32'>>>;

/** A pass of the trunk, and where its classes are to be read. */
export interface ReadingPass {
  /** The network's input, [B, 3, S, S]. */
  readonly image: Tensor<'f32'>;
  /** Outputs of the trunk. */
  readonly features: Tensors;
  readonly pooling: PoolingTensors;
  /** 1 at each slot's cell, [B, slots, cells]. */
  readonly choice: Float32Array;
}

/** On the device, by slot. */
export interface ClassReading {
  /** [B * slots, K] */
  readonly probabilities: Tensor<'f32'>;
  /** What the class head reads, [B, slots, 160]. */
  readonly features: Tensor<'f32'>;
}

const { acrossMirror, downMirror, transpose } = TURN;

/** The image as it is, half a turn, the quarter turns; then the same mirrored. */
const TURNS = [
  0,
  acrossMirror + downMirror,
  transpose + acrossMirror,
  transpose + downMirror,
  acrossMirror,
  downMirror,
  transpose,
  transpose + acrossMirror + downMirror,
] as const;

/** The most views that there are. */
export const MOST_VIEWS = TURNS.length;

/**
 * Reads the classes of the slots, from the pass itself and from turned copies of its image. An object's class does not
 * turn with it, but what the network makes of it does a little: the mean over turns knows more than one view
 * (test-time augmentation: a class error that a teacher confirms to itself stays).
 */
export async function readClasses(
  scope: Scope,
  segmenter: Segmenter,
  parameters: Tensors,
  { image, features, pooling, choice }: ReadingPass,
  views: number,
): Promise<ClassReading[]> {
  const { device, geometry, options } = segmenter;
  const { side, poolSide, cells, gridSide } = geometry;
  const { slots, classes } = options;
  const [images = 0] = image.shape;
  const turnedBy = (turn: number, source: Tensor<'f32'>, planeSide: number): Tensor<'f32'> => {
    const turned = scope.create('f32', source.shape);
    device.run(turnPlanes, { source, turned }, { size: source.size, side: planeSide, turn });
    return turned;
  };
  const readings: ClassReading[] = [];
  for (const turn of TURNS.slice(0, views)) {
    const seen =
      turn === 0 ? features : scope.keepAll(await segmenter.trunk(parameters, turnedBy(turn, image, side)));
    const under =
      turn === 0
        ? pooling
        : {
            inside: turnedBy(turn, pooling.inside, poolSide),
            ring: turnedBy(turn, pooling.ring, poolSide),
          };
    const chosen =
      turn === 0
        ? choice
        : choice.map((_, i) => choice[i - (i % cells) + turnedFrom(i % cells, gridSide, turn)]);
    const cell = scope.upload('f32', [images, slots, cells], chosen);
    const read = scope.keepAll(await segmenter.classes(parameters, { ...seen, ...under, cell }));
    const probabilities = scope.create('f32', [images * slots, classes]);
    const best = scope.create('f32', [images * slots, 2]);
    device.run(
      classQuality,
      { logits: read.classLogits, probabilities, best },
      { count: images * slots, classes },
    );
    readings.push({ probabilities, features: read.instanceFeatures });
  }
  return readings;
}

/** Mean of arrays of the same length; the array itself where there is one. */
export function meanOf(parts: readonly Float32Array[]): Float32Array {
  const [first] = parts;
  if (parts.length === 1) return first;
  return first.map((_, i) => parts.reduce((sum, part) => sum + part[i], 0) / parts.length);
}
