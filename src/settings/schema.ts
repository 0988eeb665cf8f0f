/**
 * Every knob, once. This table makes the defaults, the controls and their tooltips, the URL, the command line of
 * `npm run experiment`, saved runs and the documentation. (After TensorFlow Playground's table of properties.)
 */

interface Described {
  /** Shown beside the control. */
  readonly label: string;
  /** One sentence: what turning it does. */
  readonly help: string;
  /** Takes effect at the next reset because data, network or seed depend on it; otherwise at the next step. */
  readonly needsReset: boolean;
}

export interface NumberKnob extends Described {
  readonly kind: 'number' | 'integer';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string;
}

export interface ChoiceKnob<C extends string = string> extends Described {
  readonly kind: 'choice';
  readonly default: C;
  readonly choices: Readonly<Record<C, string>>;
}

export interface TextKnob extends Described {
  readonly kind: 'text';
  readonly default: string;
  /** What a valid value looks like, as a sentence for the notice. */
  readonly expected: string;
  readonly pattern: RegExp;
}

export type Knob = NumberKnob | ChoiceKnob | TextKnob;

const choice = <C extends string>(knob: Omit<ChoiceKnob<C>, 'kind'>): ChoiceKnob<C> => ({
  kind: 'choice',
  ...knob,
});

export const schema = {
  dataset: choice<'demo'>({
    label: 'Dataset',
    help: 'What the network is trained on.',
    default: 'demo',
    choices: { demo: 'Workbench (generated)' },
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
  side: {
    kind: 'integer',
    label: 'Input side',
    help: 'The network sees images scaled to this many pixels a side; more is finer and slower.',
    default: 128,
    min: 128,
    max: 320,
    step: 32,
    unit: 'px',
    needsReset: true,
  },
  batch: {
    kind: 'integer',
    label: 'Batch',
    help: 'Images per training step.',
    default: 4,
    min: 1,
    max: 32,
    step: 1,
    needsReset: true,
  },
  steps: {
    kind: 'integer',
    label: 'Steps',
    help: 'Length of the run; the learning rate falls to zero at its end.',
    default: 1500,
    min: 1,
    max: 100_000,
    step: 50,
    needsReset: true,
  },
  learningRate: {
    kind: 'number',
    label: 'Learning rate',
    help: 'Step size of AdamW after warm-up.',
    default: 0.001,
    min: 0.00001,
    max: 1,
    step: 0.0001,
    needsReset: false,
  },
  weightDecay: {
    kind: 'number',
    label: 'Weight decay',
    help: 'How strongly AdamW pulls weights towards zero.',
    default: 0.0001,
    min: 0,
    max: 0.5,
    step: 0.0001,
    needsReset: false,
  },
  warmup: {
    kind: 'integer',
    label: 'Warm-up',
    help: 'Steps over which the learning rate rises from zero.',
    default: 50,
    min: 0,
    max: 10_000,
    step: 10,
    unit: 'steps',
    needsReset: false,
  },
  clip: {
    kind: 'number',
    label: 'Gradient clip',
    help: 'Gradients longer than this are scaled back to it.',
    default: 5,
    min: 0.01,
    max: 1000,
    step: 0.5,
    needsReset: false,
  },
  emaDecay: {
    kind: 'number',
    label: 'Teacher memory',
    help: 'Share of the teacher kept at each step; the rest comes from the student (an exponential moving average).',
    default: 0.99,
    min: 0,
    max: 0.9999,
    step: 0.001,
    needsReset: false,
  },
  augmentation: choice<'none' | 'weak' | 'mild' | 'strong'>({
    label: 'Augmentation',
    help: 'How far training images are changed before the network sees them.',
    default: 'mild',
    choices: {
      none: 'None',
      weak: 'Weak: flip, scale, crop',
      mild: 'Mild: weak and half the colour jitter',
      strong: 'Strong: weak, colour jitter, grey, blur, erasing',
    },
    needsReset: false,
  }),
  evaluateEvery: {
    kind: 'integer',
    label: 'Evaluate every',
    help: 'Steps between two evaluations on the validation images.',
    default: 100,
    min: 10,
    max: 100_000,
    step: 10,
    unit: 'steps',
    needsReset: false,
  },
  device: choice<'auto' | 'webgpu' | 'wasm'>({
    label: 'Device',
    help: 'Where the network runs.',
    default: 'auto',
    choices: { auto: 'Best available', webgpu: 'WebGPU', wasm: 'WebAssembly' },
    needsReset: true,
  }),
} as const satisfies Record<string, Knob>;

export type KnobName = keyof typeof schema;

type ValueOf<K extends Knob> = K extends NumberKnob ? number : K extends ChoiceKnob<infer C> ? C : string;

export type Settings = { readonly [N in KnobName]: ValueOf<(typeof schema)[N]> };
