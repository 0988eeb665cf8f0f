import { differentiate, gradientName } from '../differentiate.ts';
import type { ConstantTensor, Model } from '../model.ts';
import { isFloat, numbersOf, tensorOf } from '../tensors.ts';
import { type NodeCase, nodeModel } from './node-model.ts';
import { Random } from './random.ts';
import { type LoadedModel, loadModel, runModel } from './run.ts';

export interface GradientCheck {
  readonly model: Model;
  /** One tensor for each input of the model. */
  readonly feeds: Readonly<Record<string, ConstantTensor>>;
  /** Default: all float inputs. */
  readonly wrt?: readonly string[];
  /** Default: all float outputs. */
  readonly from?: readonly string[];
  /** Length of the larger of the two central differences, on every element. Keep inputs this far from corners. */
  readonly step?: number;
  /** Of the larger of the derivative and the gradient's norm. */
  readonly tolerance?: number;
  readonly seed?: number;
}

/** Directions probed per input. An error anywhere of 1e-3 of the gradient's norm escapes all only by chance. */
const directions = 3;

/**
 * Differentiates the model, runs forward and backward models in ONNX Runtime with random cotangents c, and compares
 * the gradient of L = sum c y with directional derivatives of the ORIGINAL model: along random d of +-1, central
 * differences with steps h and h/2, joined by Richardson's extrapolation, so that the error is O(h^4) and h can be
 * large enough (0.04) for float32 rounding not to matter.
 *
 * @throws Error, in a sentence, at the first gradient that is wrong.
 */
export async function checkGradients(check: GradientCheck): Promise<void> {
  const { model, feeds, step = 0.04, tolerance = 1e-3, seed = 1 } = check;
  const { inputs, outputs, initializers } = model.graph;
  const floatNames = (values: typeof inputs) =>
    values.filter(({ dtype }) => isFloat(dtype)).map(({ name }) => name);
  const wrt = check.wrt ?? floatNames(inputs);
  const from = check.from ?? floatNames(outputs);
  const random = new Random(seed);

  const { forward, backward, saved, backwardReads, weights } = differentiate(model, { wrt, from });
  const every = { ...feeds, ...Object.fromEntries(weights) };
  // Weights stored in the file are inputs only of the rewritten model.
  const original = await loadModel(wrt.some((name) => initializers.has(name)) ? forward : model);
  try {
    const exact = await original.run(every);
    const activations = await runModel(forward, every);
    for (const name of from) sameForward(name, exact[name], activations[name]);

    const cotangents = Object.fromEntries(
      from.map((name) => [name, random.floats(exact[name].shape, -1, 1)] as const),
    );
    const read = [...saved, ...backwardReads].map(
      (name) => [name, activations[name] ?? every[name]] as const,
    );
    const given = from.map((name) => [gradientName(name), cotangents[name]] as const);
    const gradients = await runModel(backward, Object.fromEntries([...given, ...read]));
    for (const name of wrt) {
      const gradient = gradients[gradientName(name)];
      const point = every[name];
      if (gradient.shape.join() !== point.shape.join()) {
        throw new Error(
          `The gradient of ${name} is [${gradient.shape}] where the value is [${point.shape}].`,
        );
      }
      const loss = lossAlong(original, every, name, cotangents);
      for (let count = 0; count < directions; count++) {
        const direction = Float64Array.from(numbersOf(point), () => random.sign());
        const derivative = await richardson(step, (length) => loss(direction, length));
        compare(name, numbersOf(gradient), direction, derivative, tolerance);
      }
    }
  } finally {
    await original.release();
  }
}

/** `checkGradients` on a model of one node, all its float inputs that are fed. */
export function checkNodeGradients(
  node: NodeCase,
  options: Partial<Omit<GradientCheck, 'model' | 'feeds'>> = {},
): Promise<void> {
  const { model, feeds, floats } = nodeModel(node);
  return checkGradients({ model, feeds, wrt: floats, ...options });
}

type Loss = (direction: Float64Array, length: number) => Promise<number>;

/** L at the point moved by length * direction, in one of its inputs. */
function lossAlong(
  model: LoadedModel,
  feeds: Readonly<Record<string, ConstantTensor>>,
  moved: string,
  cotangents: Readonly<Record<string, ConstantTensor>>,
): Loss {
  return async (direction, length) => {
    const { data, shape } = feeds[moved];
    const shifted = tensorOf(
      Array.from(direction, (d, index) => Number(data[index]) + length * d),
      shape,
    );
    const results = await model.run({ ...feeds, [moved]: shifted });
    let loss = 0;
    for (const [name, cotangent] of Object.entries(cotangents)) {
      const y = results[name].data;
      cotangent.data.forEach((c: number | bigint, index: number) => {
        loss += Number(c) * Number(y[index]);
      });
    }
    return loss;
  };
}

async function richardson(step: number, loss: (length: number) => Promise<number>): Promise<number> {
  const central = async (h: number) => ((await loss(h)) - (await loss(-h))) / (2 * h);
  const coarse = await central(step);
  const fine = await central(step / 2);
  return (4 * fine - coarse) / 3;
}

function compare(
  name: string,
  gradient: readonly number[],
  direction: Float64Array,
  derivative: number,
  tolerance: number,
): void {
  const along = gradient.reduce((sum, g, index) => sum + g * direction[index], 0);
  const scale = Math.max(Math.abs(derivative), Math.hypot(...gradient), 1e-3);
  const error = Math.abs(along - derivative) / scale;
  if (!(error <= tolerance)) {
    throw new Error(
      `The gradient of ${name} gives ${along} along a direction in which central differences give ${derivative}: ` +
        `off by ${error.toExponential(2)}, allowed are ${tolerance}.`,
    );
  }
}

function sameForward(name: string, original: ConstantTensor, rewritten: ConstantTensor): void {
  const worst = numbersOf(original).reduce(
    (most, value, index) =>
      Math.max(most, Math.abs(value - Number(rewritten.data[index])) / (1 + Math.abs(value))),
    0,
  );
  if (original.shape.join() !== rewritten.shape.join() || !(worst <= 1e-5)) {
    throw new Error(`The forward model's ${name} differs from the original's by ${worst}.`);
  }
}
