import type { Settings } from '../../../settings/schema.ts';
import { smallSettings } from '../../testing/small-engine.ts';

/** Every level of the method at work from the step after burn-in on, which moves its thresholds and prototypes. */
export const wholeMethod: Settings = {
  ...smallSettings,
  steps: 40,
  burnIn: 1,
  rule: 'adaptive',
  alignment: 'on',
  classThreshold: 0.1,
  maskThreshold: 0.1,
  thresholdRange: 0.05,
  objectnessThreshold: 0.05,
  thresholdMemory: 0.5,
  unlabelledBatch: 2,
  learningRate: 0.0005,
};
