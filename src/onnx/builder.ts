import { float, int, ints, string } from './attributes.ts';
import type { DataType } from './model.ts';
import { codeOfDataType } from './shapes/data-types.ts';
import { SimplifyingWriter } from './simplify.ts';
import { isFloat } from './tensors.ts';
import type { Value } from './value.ts';

export type { Attributes } from './attributes.ts';
export type { OpOptions } from './graph-writer.ts';
export type { Value } from './value.ts';

/** A value, or a number that takes the other operand's element type. */
export type Operand = Value | number;

/** Per axis, or one number for all. `pad` lists all begins, then all ends. */
export interface ConvOptions {
  readonly stride?: number | readonly number[];
  readonly pad?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
}

export interface ConvTransposeOptions extends ConvOptions {
  readonly outputPad?: number | readonly number[];
}

export interface PoolOptions {
  readonly stride?: number | readonly number[];
  readonly pad?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly ceil?: boolean;
  readonly countPad?: boolean;
}

export interface ResizeOptions {
  /** One factor per axis of the input, or else `sizes`. */
  readonly scales?: readonly number[];
  readonly sizes?: readonly number[];
  readonly mode?: 'nearest' | 'linear';
  readonly coordinates?: 'half_pixel' | 'asymmetric' | 'align_corners' | 'pytorch_half_pixel';
  readonly nearest?: 'round_prefer_floor' | 'round_prefer_ceil' | 'floor' | 'ceil';
}

const perAxis = (value: number | readonly number[], axes: number): readonly number[] =>
  typeof value === 'number' ? Array.from({ length: axes }, () => value) : value;

/** The graph writer with one readable method per operator; each returns its single output. */
export class Builder extends SimplifyingWriter {
  /** One-output form of `op`. */
  one(op: string, inputs: readonly (Value | undefined)[], attributes = {}): Value {
    const [value] = this.op(op, inputs, attributes);
    if (!value) throw new RangeError(`${op} returned no output.`);
    return value;
  }

  #pair(op: string, a: Operand, b: Operand): Value {
    const dtype: DataType = typeof a !== 'number' ? a.dtype : typeof b !== 'number' ? b.dtype : 'float32';
    return this.one(op, [this.#operand(a, dtype), this.#operand(b, dtype)]);
  }

  #operand(value: Operand, dtype: DataType): Value {
    return typeof value === 'number' ? this.constant(value, [], dtype) : value;
  }

  // Arithmetic with broadcasting.
  add = (a: Operand, b: Operand): Value => this.#pair('Add', a, b);
  sub = (a: Operand, b: Operand): Value => this.#pair('Sub', a, b);
  mul = (a: Operand, b: Operand): Value => this.#pair('Mul', a, b);
  div = (a: Operand, b: Operand): Value => this.#pair('Div', a, b);
  pow = (a: Operand, b: Operand): Value => this.#pair('Pow', a, b);
  mod = (a: Operand, b: Operand): Value => this.#pair('Mod', a, b);
  min = (a: Operand, b: Operand): Value => this.#pair('Min', a, b);
  max = (a: Operand, b: Operand): Value => this.#pair('Max', a, b);
  greater = (a: Operand, b: Operand): Value => this.#pair('Greater', a, b);
  greaterOrEqual = (a: Operand, b: Operand): Value => this.#pair('GreaterOrEqual', a, b);
  less = (a: Operand, b: Operand): Value => this.#pair('Less', a, b);
  lessOrEqual = (a: Operand, b: Operand): Value => this.#pair('LessOrEqual', a, b);
  equal = (a: Operand, b: Operand): Value => this.#pair('Equal', a, b);
  and = (a: Value, b: Value): Value => this.one('And', [a, b]);
  or = (a: Value, b: Value): Value => this.one('Or', [a, b]);
  not = (x: Value): Value => this.one('Not', [x]);

  // One value in, one of the same shape out.
  neg = (x: Value): Value => this.one('Neg', [x]);
  abs = (x: Value): Value => this.one('Abs', [x]);
  sign = (x: Value): Value => this.one('Sign', [x]);
  exp = (x: Value): Value => this.one('Exp', [x]);
  log = (x: Value): Value => this.one('Log', [x]);
  sqrt = (x: Value): Value => this.one('Sqrt', [x]);
  reciprocal = (x: Value): Value => this.one('Reciprocal', [x]);
  floor = (x: Value): Value => this.one('Floor', [x]);
  sin = (x: Value): Value => this.one('Sin', [x]);
  cos = (x: Value): Value => this.one('Cos', [x]);
  erf = (x: Value): Value => this.one('Erf', [x]);
  sigmoid = (x: Value): Value => this.one('Sigmoid', [x]);
  tanh = (x: Value): Value => this.one('Tanh', [x]);
  softplus = (x: Value): Value => this.one('Softplus', [x]);
  relu = (x: Value): Value => this.one('Relu', [x]);
  hardSwish = (x: Value): Value => this.one('HardSwish', [x]);
  identity = (x: Value): Value => this.one('Identity', [x]);
  leakyRelu = (x: Value, alpha = 0.01): Value => this.one('LeakyRelu', [x], { alpha: float(alpha) });
  hardSigmoid = (x: Value, alpha = 0.2, beta = 0.5): Value =>
    this.one('HardSigmoid', [x], { alpha: float(alpha), beta: float(beta) });
  gelu = (x: Value, approximate: 'none' | 'tanh' = 'none'): Value =>
    this.one('Gelu', [x], { approximate: string(approximate) });
  softmax = (x: Value, axis = -1): Value => this.one('Softmax', [x], { axis: int(axis) });
  logSoftmax = (x: Value, axis = -1): Value => this.one('LogSoftmax', [x], { axis: int(axis) });

  /** Element type codes are those of TensorProto.DataType. */
  cast(x: Value, dtype: DataType): Value {
    return x.dtype === dtype ? x : this.one('Cast', [x], { to: int(codeOfDataType(dtype)) });
  }

  where(condition: Value, a: Operand, b: Operand): Value {
    const dtype: DataType = typeof a !== 'number' ? a.dtype : typeof b !== 'number' ? b.dtype : 'float32';
    return this.one('Where', [condition, this.#operand(a, dtype), this.#operand(b, dtype)]);
  }

  clip(x: Value, lowest?: Operand, highest?: Operand): Value {
    const bound = (limit: Operand | undefined): Value | undefined =>
      limit === undefined ? undefined : this.#operand(limit, x.dtype);
    return this.one('Clip', [x, bound(lowest), bound(highest)]);
  }

  /** The sum of one value or more, of one shape or broadcast. */
  sum(values: readonly Value[]): Value {
    const [first, ...others] = values;
    if (!first) throw new RangeError('The sum of no values has no shape.');
    return others.reduce((total, value) => this.add(total, value), first);
  }

  // Products.
  matMul = (a: Value, b: Value): Value => this.one('MatMul', [a, b]);

  gemm(
    a: Value,
    b: Value,
    c?: Value,
    options: { alpha?: number; beta?: number; transA?: boolean; transB?: boolean } = {},
  ): Value {
    return this.one('Gemm', [a, b, c], {
      alpha: float(options.alpha ?? 1),
      beta: float(options.beta ?? 1),
      transA: int(options.transA ? 1 : 0),
      transB: int(options.transB ? 1 : 0),
    });
  }

  /** x [B, C, ...], w [K, C / groups, ...], b [K]. */
  conv(x: Value, w: Value, b?: Value, options: ConvOptions = {}): Value {
    return this.one('Conv', [x, w, b], this.#window(w.shape.slice(2), options));
  }

  /** x [B, C, ...], w [C, K / groups, ...], b [K]. */
  convTranspose(x: Value, w: Value, b?: Value, options: ConvTransposeOptions = {}): Value {
    const axes = w.shape.length - 2;
    return this.one('ConvTranspose', [x, w, b], {
      ...this.#window(w.shape.slice(2), options),
      output_padding: ints(perAxis(options.outputPad ?? 0, axes)),
    });
  }

  #window(kernel: readonly number[], options: ConvOptions) {
    const axes = kernel.length;
    return {
      kernel_shape: ints(kernel),
      strides: ints(perAxis(options.stride ?? 1, axes)),
      pads: ints(perAxis(options.pad ?? 0, 2 * axes)),
      dilations: ints(perAxis(options.dilation ?? 1, axes)),
      group: int(options.groups ?? 1),
    };
  }

  averagePool(x: Value, kernel: number | readonly number[], options: PoolOptions = {}): Value {
    return this.one('AveragePool', [x], {
      ...this.#pool(x, kernel, options),
      count_include_pad: int(options.countPad ? 1 : 0),
    });
  }

  maxPool(x: Value, kernel: number | readonly number[], options: PoolOptions = {}): Value {
    return this.one('MaxPool', [x], this.#pool(x, kernel, options));
  }

  #pool(x: Value, kernel: number | readonly number[], options: PoolOptions) {
    const axes = x.shape.length - 2;
    return {
      kernel_shape: ints(perAxis(kernel, axes)),
      strides: ints(perAxis(options.stride ?? 1, axes)),
      pads: ints(perAxis(options.pad ?? 0, 2 * axes)),
      dilations: ints(perAxis(options.dilation ?? 1, axes)),
      ceil_mode: int(options.ceil ? 1 : 0),
    };
  }

  globalAveragePool = (x: Value): Value => this.one('GlobalAveragePool', [x]);

  resize(x: Value, options: ResizeOptions): Value {
    const roi = undefined;
    const scales = options.scales && this.constant(options.scales);
    const sizes = options.scales || !options.sizes ? undefined : this.integers(options.sizes);
    return this.one('Resize', [x, roi, scales, sizes], {
      mode: string(options.mode ?? 'linear'),
      coordinate_transformation_mode: string(options.coordinates ?? 'half_pixel'),
      nearest_mode: string(options.nearest ?? 'round_prefer_floor'),
    });
  }

  // Normalisation. scale and bias are [C] (layerNorm: of the normalised axes' shape).
  groupNorm(x: Value, groups: number, scale: Value, bias: Value, epsilon = 1e-5): Value {
    return this.one('GroupNormalization', [x, scale, bias], {
      num_groups: int(groups),
      epsilon: float(epsilon),
    });
  }

  instanceNorm(x: Value, scale: Value, bias: Value, epsilon = 1e-5): Value {
    return this.one('InstanceNormalization', [x, scale, bias], { epsilon: float(epsilon) });
  }

  layerNorm(x: Value, scale: Value, bias?: Value, axis = -1, epsilon = 1e-5): Value {
    return this.one('LayerNormalization', [x, scale, bias], { axis: int(axis), epsilon: float(epsilon) });
  }

  // Shape and place.
  transpose = (x: Value, order: readonly number[]): Value =>
    this.one('Transpose', [x], { perm: ints(order) });
  reshape = (x: Value, shape: readonly number[]): Value => this.one('Reshape', [x, this.integers(shape)]);
  flatten = (x: Value, axis = 1): Value => this.one('Flatten', [x], { axis: int(axis) });
  squeeze = (x: Value, axes: readonly number[]): Value => this.one('Squeeze', [x, this.integers(axes)]);
  unsqueeze = (x: Value, axes: readonly number[]): Value => this.one('Unsqueeze', [x, this.integers(axes)]);
  expand = (x: Value, shape: readonly number[]): Value => this.one('Expand', [x, this.integers(shape)]);
  tile = (x: Value, repeats: readonly number[]): Value => this.one('Tile', [x, this.integers(repeats)]);
  concat = (values: readonly Value[], axis: number): Value => this.one('Concat', values, { axis: int(axis) });
  gather = (x: Value, indices: Value, axis = 0): Value =>
    this.one('Gather', [x, indices], { axis: int(axis) });
  gatherElements = (x: Value, indices: Value, axis = 0): Value =>
    this.one('GatherElements', [x, indices], { axis: int(axis) });

  /** `sizes` along `axis`; as many values come back. */
  split(x: Value, sizes: readonly number[], axis: number): readonly Value[] {
    return this.op('Split', [x, this.integers(sizes)], { axis: int(axis) }, { outputs: sizes.length });
  }

  /** Begins, ends and steps of the listed axes (default: the first ones), as in the operator. */
  slice(
    x: Value,
    starts: readonly number[],
    ends: readonly number[],
    axes: readonly number[] = starts.map((_, i) => i),
    steps?: readonly number[],
  ): Value {
    return this.one('Slice', [
      x,
      this.integers(starts),
      this.integers(ends),
      this.integers(axes),
      steps && this.integers(steps),
    ]);
  }

  /** `pads` lists what to add before every axis, then after every axis; negative numbers crop. */
  pad(
    x: Value,
    pads: readonly number[],
    value = 0,
    mode: 'constant' | 'reflect' | 'edge' = 'constant',
  ): Value {
    const fill = mode === 'constant' && value !== 0 ? this.constant(value, [], x.dtype) : undefined;
    return this.one('Pad', [x, this.integers(pads), fill], { mode: string(mode) });
  }

  // Reductions; all axes where none are listed.
  reduceSum = (x: Value, axes: readonly number[] = x.shape.map((_, i) => i), keep = true): Value =>
    this.#reduce('ReduceSum', x, axes, keep);
  reduceMean = (x: Value, axes: readonly number[] = x.shape.map((_, i) => i), keep = true): Value =>
    this.#reduce('ReduceMean', x, axes, keep);
  reduceMax = (x: Value, axes: readonly number[] = x.shape.map((_, i) => i), keep = true): Value =>
    this.#reduce('ReduceMax', x, axes, keep);
  reduceMin = (x: Value, axes: readonly number[] = x.shape.map((_, i) => i), keep = true): Value =>
    this.#reduce('ReduceMin', x, axes, keep);

  #reduce(op: string, x: Value, axes: readonly number[], keep: boolean): Value {
    if (axes.length === 0) return x;
    return this.one(op, [x, this.integers(axes)], { keepdims: int(keep ? 1 : 0) });
  }

  argMax = (x: Value, axis: number, keep = true): Value =>
    this.one('ArgMax', [x], { axis: int(axis), keepdims: int(keep ? 1 : 0) });

  /** int64 shape of a value, known at once. */
  shapeOf = (x: Value): Value => this.integers(x.shape);

  /** Of `shape`, all the same number. */
  filled(shape: readonly number[], value: number, dtype: DataType = 'float32'): Value {
    return isFloat(dtype) && value === 0 && shape.length === 0
      ? this.constant(0, [], dtype)
      : this.expand(this.constant(value, [], dtype), shape);
  }
}
