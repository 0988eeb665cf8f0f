import type { Device, Session, Tensor } from '../compute/device.ts';
import { checkOptions, type Geometry, geometryOf, type SegmenterOptions } from '../network/geometry.ts';
import type { ParameterLayout } from '../network/parameters.ts';
import { classNetwork, TRAINING_OUTPUTS, trainingNetwork, trunkNetwork } from '../network/segmenter.ts';
import { type Differentiated, differentiate, gradientName } from '../onnx/differentiate.ts';
import { writeModel } from '../onnx/write.ts';

type Tensors = Readonly<Record<string, Tensor<'f32'>>>;

/** What the losses read of a forward pass. */
export type NetworkOutputs = Readonly<Record<(typeof TRAINING_OUTPUTS)[number], Tensor<'f32'>>>;

interface TrainingSessions {
  readonly forward: Session;
  readonly backward: Session;
  readonly differentiated: Differentiated;
}

interface InferenceSessions {
  readonly trunk: Session;
  readonly classes: Session;
}

/** A forward pass that can be walked back. */
export interface ForwardPass {
  readonly outputs: NetworkOutputs;
  /** Everything to dispose of once the backward pass is done: outputs and saved activations. */
  readonly tensors: Tensors;
  /** What the backward model reads. */
  readonly kept: Tensors;
  readonly batch: number;
}

/** How many images are in a tensor [B, ...]. */
const batchOf = (image: Tensor): number => image.shape[0] ?? 0;

const pick = (tensors: Tensors, names: readonly string[]): Record<string, Tensor<'f32'>> =>
  Object.fromEntries(names.map((name) => [name, tensors[name]])) as Record<string, Tensor<'f32'>>;

/** The network's sessions on a device, made when a batch size is first met. */
export class Segmenter {
  readonly device: Device;
  readonly options: SegmenterOptions;
  readonly geometry: Geometry;
  readonly layout: ParameterLayout;
  readonly #training = new Map<number, Promise<TrainingSessions>>();
  readonly #inference = new Map<number, Promise<InferenceSessions>>();

  /** @throws RangeError for options that make no network. */
  constructor(device: Device, options: SegmenterOptions) {
    checkOptions(options);
    this.device = device;
    this.options = options;
    this.geometry = geometryOf(options.side);
    this.layout = trainingNetwork(options, 1).layout;
  }

  /**
   * @param inputs image [B, 3, S, S]; inside, ring [B, R, Q * Q] and cell [B, R, G * G] of masks known beforehand.
   * @param parameters views by name.
   */
  async forward(parameters: Tensors, inputs: Tensors): Promise<ForwardPass> {
    const batch = batchOf(inputs.image);
    const { forward, differentiated } = await this.#trainingSessions(batch);
    const feeds = { ...parameters, ...inputs };
    const tensors = await forward.run(feeds);
    return {
      outputs: pick(tensors, TRAINING_OUTPUTS) as NetworkOutputs,
      tensors,
      kept: { ...pick(tensors, differentiated.saved), ...pick(feeds, differentiated.backwardReads) },
      batch,
    };
  }

  /** Gradients of the loss by parameter name, from those with respect to the outputs. The caller disposes of them. */
  async backward(pass: ForwardPass, gradients: NetworkOutputs): Promise<Tensors> {
    const { backward } = await this.#trainingSessions(pass.batch);
    const cotangents = TRAINING_OUTPUTS.map((name) => [gradientName(name), gradients[name]] as const);
    const results = await backward.run({ ...Object.fromEntries(cotangents), ...pass.kept });
    return Object.fromEntries(this.layout.specs.map(({ name }) => [name, results[gradientName(name)]]));
  }

  /** image [B, 3, S, S] -> objectness, kernels, maskFeatures, cellFeatures, classFeatures. */
  async trunk(parameters: Tensors, image: Tensor<'f32'>): Promise<Tensors> {
    const { trunk } = await this.#inferenceSessions(batchOf(image));
    return trunk.run({
      ...pick(
        parameters,
        trunk.inputs.filter((name) => name in parameters),
      ),
      image,
    });
  }

  /** Features of `trunk`, and pooling under predicted masks -> classLogits [B, R, K], instanceFeatures [B, R, 160]. */
  async classes(parameters: Tensors, inputs: Tensors): Promise<Tensors> {
    const { classes } = await this.#inferenceSessions(batchOf(inputs.classFeatures));
    return classes.run(pick({ ...parameters, ...inputs }, classes.inputs));
  }

  /** Makes the sessions of these batch sizes beforehand, so that the first step need not wait for them. */
  async prepare(batches: { training?: number; inference?: number }): Promise<void> {
    if (batches.training) await this.#trainingSessions(batches.training);
    if (batches.inference) await this.#inferenceSessions(batches.inference);
  }

  async release(): Promise<void> {
    const training = await Promise.all(this.#training.values());
    const inference = await Promise.all(this.#inference.values());
    const sessions = [
      ...training.flatMap(({ forward, backward }) => [forward, backward]),
      ...inference.flatMap(({ trunk, classes }) => [trunk, classes]),
    ];
    for (const session of sessions) await session.release();
  }

  #trainingSessions(batch: number): Promise<TrainingSessions> {
    return remember(this.#training, batch, async () => {
      const { model, layout } = trainingNetwork(this.options, batch);
      const wrt = layout.specs.map(({ name }) => name);
      const differentiated = differentiate(model, { wrt, from: TRAINING_OUTPUTS });
      const forward = await this.device.session(writeModel(differentiated.forward));
      const backward = await this.device.session(writeModel(differentiated.backward));
      return { forward, backward, differentiated };
    });
  }

  #inferenceSessions(batch: number): Promise<InferenceSessions> {
    return remember(this.#inference, batch, async () => ({
      trunk: await this.device.session(writeModel(trunkNetwork(this.options, batch).model)),
      classes: await this.device.session(writeModel(classNetwork(this.options, batch).model)),
    }));
  }
}

/** A failed attempt is forgotten, so that it can be tried again. */
function remember<K, V>(known: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const found = known.get(key);
  if (found) return found;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
