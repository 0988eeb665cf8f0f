import type { Model } from './model.ts';
import { type Shapes, trace } from './trace.ts';

export type { Shapes } from './trace.ts';

/**
 * The model with every dimension known: open ones fixed by `shapes` (by dimension name, or whole shapes by input),
 * shape computations and constants folded, Identity, dropout and dead nodes gone, in operator set 21. Names of inputs,
 * outputs and weights stay.
 *
 * @throws SpecializationError naming the dimensions that stay open; ShapeError where a node does not fit its inputs.
 */
export function specialize(model: Model, shapes: Shapes = {}): Model {
  const { writer } = trace(model, { shapes, keepWeights: true });
  return { ...writer.build(), producer: model.producer, metadata: model.metadata };
}
