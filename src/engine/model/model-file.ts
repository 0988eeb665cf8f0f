import type { SegmenterOptions } from '../../network/geometry.ts';
import type { ParameterLayout } from '../../network/parameters.ts';
import { STANDALONE_INPUT, STANDALONE_OUTPUTS, standaloneNetwork } from '../../network/standalone.ts';
import { writeModel } from '../../onnx/write.ts';
import type { Settings } from '../../settings/schema.ts';
import { describeSettings } from '../../settings/settings.ts';

export interface ModelDescription {
  readonly classes: readonly string[];
  readonly settings: Settings;
  /** Steps that its weights were trained for. */
  readonly step: number;
}

/** How an image becomes the input; what the model cannot do itself. */
const PREPROCESSING =
  'RGB, scaled so that its longest side is S (antialiased), laid into the top-left corner of an S x S square of (128, 128, 128)';

/**
 * The teacher as an ONNX file: an image in, instances out.
 * @param teacher all parameters, flat, in the order of the layout.
 */
export function modelFile(
  options: SegmenterOptions,
  layout: ParameterLayout,
  teacher: Float32Array,
  { classes, settings, step }: ModelDescription,
): Uint8Array<ArrayBuffer> {
  const places = new Map(layout.specs.map(({ name, offset, size }) => [name, { offset, size }]));
  const stored = (name: string): Float32Array => {
    const place = places.get(name);
    if (!place) throw new RangeError(`The network's parameter "${name}" is not among its weights.`);
    return teacher.slice(place.offset, place.offset + place.size);
  };
  const metadata = {
    'made by': 'Penumbra',
    names: JSON.stringify(classes),
    side: String(options.side),
    steps: String(step),
    seed: String(settings.seed),
    settings: JSON.stringify(Object.fromEntries(describeSettings(settings))),
    preprocessing: PREPROCESSING,
    input: STANDALONE_INPUT,
    outputs: JSON.stringify(STANDALONE_OUTPUTS),
  };
  return writeModel(standaloneNetwork(options, stored, metadata));
}
