import type { ConstantTensor, DataType } from './model.ts';

/** A value in a graph whose element type and every dimension are known. */
export interface Value {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  /** Present where the value is known before the graph runs. A trainable initializer has none. */
  readonly constant?: ConstantTensor;
}

/** Number of elements; 1 for a scalar. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i]);
