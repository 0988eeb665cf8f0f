import { createStore } from 'zustand/vanilla';
import type { Knob } from '../settings/knob.ts';
import { type KnobName, type Settings, schema } from '../settings/schema.ts';
import { defaultSettings, knobNames } from '../settings/settings.ts';

export interface SettingsFacts {
  /** What the controls show and the URL says. */
  readonly asked: Settings;
  /** What the engine runs with; undefined before the first run stands. */
  readonly running: Settings | undefined;
}

export const createSettingsStore = (asked: Settings = defaultSettings) =>
  createStore<SettingsFacts>(() => ({ asked, running: undefined }));

export const knobOf = (name: KnobName): Knob => schema[name];

/** Knobs that were turned but wait for a reset. */
export function waitingKnobs({ asked, running }: SettingsFacts): readonly KnobName[] {
  if (!running) return [];
  return knobNames.filter((name) => schema[name].needsReset && asked[name] !== running[name]);
}
