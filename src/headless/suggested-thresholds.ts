import { type HeldOut, suggestThresholds } from '../method/suggestion.ts';
import { methodKnobs } from '../settings/method-knobs.ts';
import type { KnobName, Settings } from '../settings/schema.ts';
import { knobNames } from '../settings/settings.ts';
import { heldOutCandidates } from '../training/cross-validation.ts';
import type { PooledImage } from '../training/pool.ts';
import type { Segmenter } from '../training/segmenter.ts';

/** Knobs of the method that networks trained on labels alone, or what is seen of them, depend on after all. */
const heard: ReadonlySet<KnobName> = new Set(['burnIn', 'objectnessThreshold', 'teacherViews']);

/** Thresholds from labelled images, for every method of an experiment from the same networks. */
export class SuggestedThresholds {
  readonly #known = new Map<string, Promise<readonly HeldOut[]>>();

  /** @param start as for the run's `Trainer`. @throws RangeError where there are fewer than two labelled images. */
  async applyTo(
    settings: Settings,
    segmenter: Segmenter,
    labelled: readonly PooledImage[],
    start: Float32Array | undefined,
    say: (sentence: string) => void,
  ): Promise<Settings> {
    if (settings.rule === 'off') return settings;
    const asked = knobNames.filter((name) => !Object.hasOwn(methodKnobs, name) || heard.has(name));
    const key = JSON.stringify(asked.map((name) => settings[name]));
    const known = this.#known.get(key) ?? heldOutCandidates(segmenter, labelled, start, settings);
    this.#known.set(key, known);
    const suggestion = suggestThresholds(await known);
    if (!suggestion) return settings;
    const { class: classThreshold, mask: maskThreshold, coupled: coupledThreshold, candidates } = suggestion;
    say(
      `thresholds from ${candidates} held-out candidates: class ${classThreshold}, mask ${maskThreshold}, coupled ${coupledThreshold}`,
    );
    return { ...settings, classThreshold, maskThreshold, coupledThreshold };
  }
}
