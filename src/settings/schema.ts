/**
 * Every knob, once. This table makes the defaults, the controls and their tooltips, the URL, the command line of
 * `npm run experiment`, saved runs and the documentation. (After TensorFlow Playground's table of properties.)
 */
import { dataKnobs } from './data-knobs.ts';
import type { ChoiceKnob, Knob, NumberKnob } from './knob.ts';
import { methodKnobs } from './method-knobs.ts';
import { trainingKnobs } from './training-knobs.ts';

export const schema = { ...dataKnobs, ...trainingKnobs, ...methodKnobs } as const satisfies Record<
  string,
  Knob
>;

export type KnobName = keyof typeof schema;

type ValueOf<K extends Knob> = K extends NumberKnob ? number : K extends ChoiceKnob<infer C> ? C : string;

export type Settings = { readonly [N in KnobName]: ValueOf<(typeof schema)[N]> };
