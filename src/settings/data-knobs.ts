import { choice, type Knob } from './knob.ts';

/** What is learnt from. */
export const dataKnobs = {
  dataset: choice<'demo' | 'own'>({
    label: 'Dataset',
    help: 'What the network is trained on.',
    default: 'demo',
    choices: { demo: 'Workbench (generated)', own: 'Your own images' },
    needsReset: true,
  }),
  labelled: {
    kind: 'text',
    label: 'Labelled',
    help: 'How many of the training images come with labels: a share such as 5% or a count such as 20.',
    default: '5%',
    expected: 'a share such as 5% or a whole number of images such as 20',
    pattern: /^(100|\d{1,2}(\.\d+)?)%$|^[1-9]\d{0,5}$/,
    needsReset: true,
  },
  classConfusion: {
    kind: 'number',
    label: 'Class confusion',
    help: 'How alike the two classes of each pair look: 0 is easy to tell apart, 1 is nearly the same.',
    default: 0.5,
    min: 0,
    max: 1,
    step: 0.05,
    needsReset: true,
  },
  boundarySoftness: {
    kind: 'number',
    label: 'Boundary softness',
    help: 'How far object edges melt into the background: 0 is crisp, 1 is a blur.',
    default: 0.3,
    min: 0,
    max: 1,
    step: 0.05,
    needsReset: true,
  },
  seed: {
    kind: 'integer',
    label: 'Seed',
    help: 'Everything random follows from it: the same seed on the wasm device gives the same curve.',
    default: 1,
    min: 0,
    max: 999_999,
    step: 1,
    needsReset: true,
  },
} as const satisfies Record<string, Knob>;
