import { floatOf, intOf } from './attributes.ts';
import type { Model } from './model.ts';
import { groupNormFromStatistics, layerNormWithStatistics } from './statistics.ts';
import { type Lowering, trace } from './trace.ts';

/** Normalisations by their statistics, in the very expressions that their gradient rules write. */
const lowering: Lowering = (g, node, [x, scale, bias]) => {
  if (!x || !scale) return undefined;
  switch (node.op) {
    case 'GroupNormalization':
    case 'InstanceNormalization': {
      if (!bias) return undefined;
      const groups = node.op === 'GroupNormalization' ? intOf(node, 'num_groups', 1) : x.shape[1];
      return [groupNormFromStatistics(g, x, groups, scale, bias, floatOf(node, 'epsilon', 1e-5))];
    }
    case 'LayerNormalization': {
      const inputs = bias ? [x, scale, bias] : [x, scale];
      return layerNormWithStatistics(g, inputs, intOf(node, 'axis', -1), floatOf(node, 'epsilon', 1e-5));
    }
    default:
      return undefined;
  }
};

/**
 * A model of known shapes with its normalisations written out, so that a training pass can save their statistics
 * instead of working them out again. ONNX Runtime has no kernel for GroupNormalization anyway.
 */
export const lower = (model: Model): Model => trace(model, { keepWeights: true, lowering }).writer.build();
