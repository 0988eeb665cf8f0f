import type { KnobName } from '../../settings/schema.ts';

/** Where each knob stands; a test holds this against the schema, so that none is forgotten. */
export const groups: readonly { readonly title: string; readonly knobs: readonly KnobName[] }[] = [
  { title: 'Data', knobs: ['dataset', 'labelled', 'classConfusion', 'boundarySoftness', 'seed'] },
  {
    title: 'Training',
    knobs: [
      'start',
      'steps',
      'batch',
      'side',
      'learningRate',
      'trunkRate',
      'weightDecay',
      'warmup',
      'clip',
      'emaDecay',
      'augmentation',
      'copyPaste',
      'labelSmoothing',
      'turns',
      'evaluateEvery',
    ],
  },
  {
    title: 'Pseudo-labels',
    knobs: [
      'rule',
      'classThreshold',
      'maskThreshold',
      'coupledThreshold',
      'objectnessThreshold',
      'doubtfulClass',
      'classGoal',
      'thresholdRange',
      'thresholdMemory',
    ],
  },
  {
    title: 'Correction',
    knobs: [
      'alignment',
      'correction',
      'secondOpinion',
      'opinionSchedule',
      'opinionWeight',
      'fusion',
      'temperature',
    ],
  },
  { title: 'Pixel uncertainty', knobs: ['uncertainty', 'uncertaintyOn', 'uncertaintyNorm'] },
  {
    title: 'Semi-supervision',
    knobs: ['burnIn', 'teacherViews', 'studentView', 'unlabelledBatch', 'unlabelledWeight', 'unlabelledRamp'],
  },
  { title: 'Device', knobs: ['device'] },
];
