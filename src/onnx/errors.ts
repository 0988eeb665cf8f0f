/** A model that cannot be written, read or differentiated. Every message is a sentence: what, where, what to do. */
export class OnnxError extends Error {
  override readonly name: string = 'OnnxError';
}

/** A graph that is being written wrongly: a name twice, an unknown value, a constant of the wrong size. */
export class BuilderError extends OnnxError {
  override readonly name = 'BuilderError';
}

/** Bytes that are not an ONNX model, or one beyond the limits. */
export class FormatError extends OnnxError {
  override readonly name = 'FormatError';
}

/** A model whose shapes cannot all be known. */
export class SpecializationError extends OnnxError {
  override readonly name = 'SpecializationError';
}

/** An operator, or a form of one, that has no gradient rule. */
export class DifferentiationError extends OnnxError {
  override readonly name = 'DifferentiationError';
}
