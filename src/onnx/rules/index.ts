import { activationRules } from './activation.ts';
import { convolutionRules } from './convolution.ts';
import { elementwiseRules } from './elementwise.ts';
import { matmulRules } from './matmul.ts';
import { normalizationRules } from './normalization.ts';
import { poolingRules } from './pooling.ts';
import { reduceRules } from './reduce.ts';
import { resizeRules } from './resize.ts';
import type { RuleTable } from './rule.ts';
import { softmaxRules } from './softmax.ts';
import { structureRules } from './structure.ts';

/** Every gradient rule, by operator of the standard domain. */
export const rules: RuleTable = {
  ...elementwiseRules,
  ...activationRules,
  ...softmaxRules,
  ...reduceRules,
  ...structureRules,
  ...matmulRules,
  ...convolutionRules,
  ...normalizationRules,
  ...poolingRules,
  ...resizeRules,
};
