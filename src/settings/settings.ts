import type { Knob } from './knob.ts';
import { type KnobName, type Settings, schema } from './schema.ts';

const knobs: Readonly<Record<string, Knob>> = schema;

export const knobNames = Object.keys(schema) as KnobName[];

export const defaultSettings: Settings = Object.freeze(
  Object.fromEntries(knobNames.map((name) => [name, knobs[name]?.default])),
) as Settings;

/** Settings as read from words, with a sentence for everything that could not be used as it stood. */
export interface ParsedSettings {
  readonly settings: Settings;
  readonly notices: readonly string[];
}

function readValue(name: string, knob: Knob, text: string): number | string | { notice: string } {
  const kept = `The default, ${knob.default}, is used.`;
  if (knob.kind === 'choice') {
    const choices = Object.keys(knob.choices);
    if (choices.includes(text)) return text;
    return { notice: `${name} is "${text}", but it can only be one of ${choices.join(', ')}. ${kept}` };
  }
  if (knob.kind === 'text') {
    if (knob.pattern.test(text)) return text;
    return { notice: `${name} is "${text}", but it should be ${knob.expected}. ${kept}` };
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const range = `from ${knob.min} to ${knob.max}`;
  if (!Number.isFinite(value))
    return { notice: `${name} is "${text}", which is not a number ${range}. ${kept}` };
  if (value < knob.min || value > knob.max) {
    return { notice: `${name} is ${text}, outside ${range}. ${kept}` };
  }
  if (knob.kind === 'integer' && !Number.isInteger(value)) {
    return { notice: `${name} is ${text}, but it must be a whole number. ${kept}` };
  }
  // The input side must fit the network's stride of 32; other integers may take any whole value.
  if (name === 'side' && (value - knob.min) % knob.step !== 0) {
    return { notice: `${name} is ${text}, but it must be a multiple of ${knob.step}. ${kept}` };
  }
  return value;
}

/** Reads settings from a URL's query or from command-line words. Never throws: what is unusable becomes a notice. */
export function parseSettings(words: Iterable<readonly [string, string]>): ParsedSettings {
  const values: Record<string, number | string> = { ...defaultSettings };
  const notices: string[] = [];
  for (const [name, text] of words) {
    const knob = Object.hasOwn(knobs, name) ? knobs[name] : undefined;
    if (!knob) {
      notices.push(`There is no setting called "${name}"; it is ignored.`);
      continue;
    }
    const value = readValue(name, knob, text);
    if (typeof value === 'object') notices.push(value.notice);
    else values[name] = value;
  }
  return { settings: values as unknown as Settings, notices };
}

/** The settings that differ from their defaults, as words; the inverse of `parseSettings`. */
export function describeSettings(settings: Settings): [KnobName, string][] {
  return knobNames
    .filter((name) => settings[name] !== defaultSettings[name])
    .map((name) => [name, String(settings[name])]);
}
