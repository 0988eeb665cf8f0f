import { differentiate, gradientName } from '../../onnx/differentiate.ts';
import type { ConstantTensor, Model } from '../../onnx/model.ts';
import type { SegmenterOptions } from '../geometry.ts';
import { TRAINING_OUTPUTS, trainingNetwork } from '../segmenter.ts';
import {
  cotangentOf,
  networkInputs,
  type PlainTensor,
  parametersOf,
  type ReferenceBatch,
  relativeErrors,
} from './reference.ts';

type Tensors = Readonly<Record<string, ConstantTensor>>;
export type RunModel = (model: Model, feeds: Tensors) => Promise<Tensors>;
type Errors = ReturnType<typeof relativeErrors>;

const constants = (tensors: Readonly<Record<string, PlainTensor>>): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(
      ([name, { shape, data }]) => [name, { dtype: 'float32', shape, data }] as const,
    ),
  );

const plain = (tensors: Tensors, nameOf: (name: string) => string): Record<string, PlainTensor> =>
  Object.fromEntries(
    Object.entries(tensors).flatMap(([name, { shape, data }]) =>
      data instanceof Float32Array ? [[nameOf(name), { shape, data }] as const] : [],
    ),
  );

/**
 * Runs the training network forward and backward on the reference's inputs, and says how far outputs and the
 * gradients of sum(output * cotangent) are from PyTorch's, largest error first.
 */
export async function networkErrors(
  batch: ReferenceBatch,
  options: SegmenterOptions,
  run: RunModel,
): Promise<{ readonly outputs: Errors; readonly gradients: Errors }> {
  const { model, layout } = trainingNetwork(options, batch.scene.length);
  const wrt = layout.specs.map(({ name }) => name);
  const { forward, backward, saved, backwardReads } = differentiate(model, { wrt, from: TRAINING_OUTPUTS });
  const feeds = constants({ ...parametersOf(batch, layout.specs), ...networkInputs(batch, options) });
  const activations = await run(forward, feeds);
  const cotangents = TRAINING_OUTPUTS.map(
    (name) => [gradientName(name), cotangentOf(batch, name, activations[name]?.shape ?? [])] as const,
  );
  const read = [...saved, ...backwardReads].map((name) => [name, activations[name] ?? feeds[name]] as const);
  const gradients = await run(backward, {
    ...constants(Object.fromEntries(cotangents)),
    ...Object.fromEntries(read.flatMap(([name, tensor]) => (tensor ? [[name, tensor] as const] : []))),
  });
  const parameterOf = new Map(wrt.map((name) => [gradientName(name), name]));
  return {
    outputs: relativeErrors(
      plain(activations, (name) => name),
      batch.outputs,
    ),
    gradients: relativeErrors(
      plain(gradients, (name) => parameterOf.get(name) ?? name),
      batch.gradients,
    ),
  };
}
