/** ONNX as data: read, write, build, specialize, differentiate. See README.md. */
export { type Attributes, float, floats, int, ints, string, tensor } from './attributes.ts';
export { Builder, type Operand, type OpOptions, type Value } from './builder.ts';
export {
  type Differentiated,
  type DifferentiateOptions,
  differentiate,
  gradientName,
} from './differentiate.ts';
export {
  BuilderError,
  DifferentiationError,
  FormatError,
  OnnxError,
  SpecializationError,
} from './errors.ts';
export { lower } from './lower.ts';
export type {
  Attribute,
  ConstantTensor,
  DataType,
  Dimension,
  Graph,
  Model,
  Node,
  TensorData,
  ValueInfo,
} from './model.ts';
export { readModel } from './read.ts';
export { rules } from './rules/index.ts';
export { inferNode, ShapeError } from './shapes.ts';
export { type Shapes, specialize } from './specialize.ts';
export { numbersOf, tensorOf } from './tensors.ts';
export { writeModel } from './write.ts';
