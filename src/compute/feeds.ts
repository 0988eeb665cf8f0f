/** What both devices check before a model runs. */
import type { InferenceSession } from 'onnxruntime-web';
import type { Tensor } from './device.ts';
import { type DeviceError, ModelError, OutOfMemoryError, sentence } from './errors.ts';

/** ONNX's names of our element types. */
export const onnxType = { f32: 'float32', u32: 'uint32', i32: 'int32' } as const;

/** @throws ModelError where feeds are missing or unknown, or have another type or shape than the model says. */
export function checkFeeds(
  inputs: readonly InferenceSession.ValueMetadata[],
  feeds: Readonly<Record<string, Tensor>>,
): void {
  const unknown = Object.keys(feeds).find((name) => !inputs.some((input) => input.name === name));
  if (unknown !== undefined) {
    throw new ModelError(
      `The model has no input "${unknown}".`,
      `Its inputs are ${inputs.map(({ name }) => name).join(', ')}.`,
    );
  }
  for (const input of inputs) {
    const fed = feeds[input.name];
    if (fed === undefined) {
      throw new ModelError(`No tensor was fed to the model's input "${input.name}".`, 'Feed every input.');
    }
    if (!input.isTensor) {
      throw new ModelError(
        `The model's input "${input.name}" is not a tensor.`,
        'Such models are not supported.',
      );
    }
    const sameRank = input.shape.length === fed.shape.length;
    const fits =
      sameRank && input.shape.every((d, axis) => typeof d !== 'number' || d < 0 || d === fed.shape[axis]);
    if (onnxType[fed.type] !== input.type || !fits) {
      throw new ModelError(
        `The model's input "${input.name}" is ${input.type} [${input.shape.join(', ')}], ` +
          `but ${onnxType[fed.type]} [${fed.shape.join(', ')}] was fed.`,
        'Feed a tensor of that type and shape.',
      );
    }
  }
}

/** @throws ModelError where an output is wanted that the model has not. */
export function checkOutputs(outputs: readonly string[], wanted: readonly string[]): void {
  const unknown = wanted.find((name) => !outputs.includes(name));
  if (unknown !== undefined) {
    throw new ModelError(`The model has no output "${unknown}".`, `Its outputs are ${outputs.join(', ')}.`);
  }
}

/** @throws ModelError where an output is not a float32 tensor. */
export function checkOutputTypes(outputs: readonly InferenceSession.ValueMetadata[]): void {
  for (const output of outputs) {
    if (!output.isTensor || output.type !== 'float32') {
      throw new ModelError(
        `The model's output "${output.name}" is ${output.isTensor ? output.type : 'not a tensor'}.`,
        'Cast it to float32 in the graph: devices hand out float32 only.',
      );
    }
  }
}

/** What ONNX Runtime, Emscripten and browsers say when an allocation fails. */
const memory = /bad_alloc|out of memory|OOM|failed to allocate|allocation failed|cannot enlarge memory/i;

/** The sentence for a model that ONNX Runtime does not take. */
export const notLoaded = (cause: unknown): DeviceError =>
  refused(
    'load the model',
    cause,
    'Check that it is an ONNX model, and that ONNX Runtime knows its version and operators.',
  );

/** The sentence for a run that failed, or cannot be made. */
export const notRun = (
  cause: unknown,
  advice = 'Check that the shapes fed agree with each other and with the model.',
): DeviceError => refused('run the model', cause, advice);

function refused(doing: string, cause: unknown, advice: string): DeviceError {
  const what = `ONNX Runtime could not ${doing}: ${sentence(cause)}`;
  if (memory.test(what)) return new OutOfMemoryError(what, { cause });
  return new ModelError(what, advice, { cause });
}
