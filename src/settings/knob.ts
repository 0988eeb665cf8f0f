/** What a knob is: its kind, its range or choices, and its words. */

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

/** Lets TypeScript infer the choices. */
export const choice = <C extends string>(knob: Omit<ChoiceKnob<C>, 'kind'>): ChoiceKnob<C> => ({
  kind: 'choice',
  ...knob,
});
