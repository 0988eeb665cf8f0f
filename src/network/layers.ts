import { Builder, type Value } from '../onnx/builder.ts';
import { tensorOf } from '../onnx/tensors.ts';
import {
  type Initial,
  PARAMETER_ALIGNMENT,
  type ParameterGroup,
  type ParameterLayout,
  type ParameterSpec,
} from './parameters.ts';

const NORM_GROUPS = 8;
const EPSILON = 1e-5;

/** The values of a parameter, by its name. */
export type StoredParameter = (name: string) => Float32Array;

/**
 * The layers that the segmenter is made of, on top of the graph builder. Every parameter becomes a graph input,
 * because training feeds fresh weights at each step, and is noted down in `layout`; with values to store, it becomes
 * part of the model instead.
 */
export class Layers {
  readonly g: Builder;
  readonly #specs: ParameterSpec[] = [];
  readonly #stored: StoredParameter | undefined;
  #offset = 0;

  /** @param stored the values of each parameter, for a model that brings its weights along. */
  constructor(name: string, stored?: StoredParameter) {
    this.g = new Builder(name);
    this.#stored = stored;
  }

  get layout(): ParameterLayout {
    return { specs: [...this.#specs], size: this.#offset };
  }

  parameter(
    name: string,
    shape: readonly number[],
    initial: Initial,
    options: { group?: ParameterGroup; decay?: boolean } = {},
  ): Value {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const { group = 'trunk', decay = shape.length > 1 } = options;
    this.#specs.push({ name, shape, size, offset: this.#offset, group, decay, initial });
    this.#offset += Math.ceil(size / PARAMETER_ALIGNMENT) * PARAMETER_ALIGNMENT;
    const values = this.#stored?.(name);
    return values ? this.g.initializer(name, tensorOf(values, shape)) : this.g.input(name, shape);
  }

  /** 3x3 convolution without bias, GroupNorm, ReLU. x [B, C, H, W]. He initialisation (He et al. 2015, fan-in). */
  conv3(
    name: string,
    x: Value,
    channels: number,
    options: { stride?: number; relu?: boolean; gamma?: number; group?: ParameterGroup } = {},
  ): Value {
    const { stride = 1, relu = true, gamma = 1, group = 'trunk' } = options;
    const [, width = 0] = x.shape;
    const deviation = Math.sqrt(2 / (9 * width));
    const weight = this.parameter(
      `${name}.weight`,
      [channels, width, 3, 3],
      { kind: 'normal', deviation },
      { group },
    );
    const convolved = this.g.conv(x, weight, undefined, { stride, pad: 1 });
    const normalised = this.groupNorm(`${name}.norm`, convolved, { gamma, group });
    return relu ? this.g.relu(normalised) : normalised;
  }

  /** 1x1 convolution with bias. */
  conv1(
    name: string,
    x: Value,
    channels: number,
    options: { deviation?: number; bias?: Initial; group?: ParameterGroup } = {},
  ): Value {
    const [, width = 0] = x.shape;
    const {
      deviation = Math.sqrt(1 / width),
      bias = { kind: 'constant', value: 0 },
      group = 'trunk',
    } = options;
    const weight = this.parameter(
      `${name}.weight`,
      [channels, width, 1, 1],
      { kind: 'normal', deviation },
      { group },
    );
    return this.g.conv(x, weight, this.parameter(`${name}.bias`, [channels], bias, { group }));
  }

  /**
   * GroupNorm (Wu and He 2018), written out: the statistics of a group are two small tensors, and what is left is
   * one multiplication and one addition per element. ONNX Runtime has no kernel for GroupNormalization on
   * WebAssembly; it would expand the operator into twice as many passes over the activations.
   */
  groupNorm(name: string, x: Value, options: { gamma?: number; group?: ParameterGroup } = {}): Value {
    const { g } = this;
    const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
    const perGroup = channels / NORM_GROUPS;
    const gamma = this.parameter(
      `${name}.gamma`,
      [channels],
      { kind: 'constant', value: options.gamma ?? 1 },
      options.group ? { group: options.group } : {},
    );
    const beta = this.parameter(
      `${name}.beta`,
      [channels],
      { kind: 'constant', value: 0 },
      options.group ? { group: options.group } : {},
    );
    const count = perGroup * height * width;
    const grouped = g.reshape(x, [batch, NORM_GROUPS, count]);
    const mean = g.reduceMean(grouped, [2]);
    const square = g.mul(g.one('ReduceSumSquare', [grouped, g.integers([2])]), 1 / count);
    const variance = g.sub(square, g.mul(mean, mean));
    const inverse = g.reciprocal(g.sqrt(g.add(variance, EPSILON)));
    const scale = g.mul(inverse, g.reshape(gamma, [1, NORM_GROUPS, perGroup]));
    const shift = g.sub(g.reshape(beta, [1, NORM_GROUPS, perGroup]), g.mul(mean, scale));
    const perChannel = [batch, channels, 1, 1];
    return g.add(g.mul(x, g.reshape(scale, perChannel)), g.reshape(shift, perChannel));
  }

  /** Two 3x3 convolutions around an identity (He et al. 2016); gamma .3 lets the identity lead at the start. */
  residual(name: string, x: Value): Value {
    const [, channels = 0] = x.shape;
    const inner = this.conv3(`${name}.first`, x, channels);
    const change = this.conv3(`${name}.second`, inner, channels, { relu: false, gamma: 0.3 });
    return this.g.relu(this.g.add(x, change));
  }

  /** Bilinear, factor 2. */
  up(x: Value): Value {
    return this.g.resize(x, { scales: [1, 1, 2, 2], mode: 'linear', coordinates: 'half_pixel' });
  }

  /** Appends two channels, x and y of the pixel centre in [-1, 1], so that convolutions know where they are (Liu et al. 2018). */
  withCoordinates(x: Value): Value {
    const [batch = 0, , height = 0, width = 0] = x.shape;
    const plane = new Float32Array(batch * 2 * height * width);
    for (let b = 0; b < batch; b++) {
      for (let v = 0; v < height; v++) {
        for (let u = 0; u < width; u++) {
          const at = (b * 2 * height + v) * width + u;
          plane[at] = ((u + 0.5) / width) * 2 - 1;
          plane[at + height * width] = ((v + 0.5) / height) * 2 - 1;
        }
      }
    }
    return this.g.concat([x, this.g.constant(plane, [batch, 2, height, width])], 1);
  }
}
