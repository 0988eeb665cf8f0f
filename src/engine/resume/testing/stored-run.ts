import { initialParameters } from '../../../network/parameters.ts';
import { INSTANCE_WIDTH, trainingNetwork } from '../../../network/segmenter.ts';
import { defaultSettings } from '../../../settings/settings.ts';
import { networkOptions } from '../../../training/network-options.ts';
import { freshState } from '../../../training/weights.ts';
import type { StoredRun } from '../stored-run.ts';

/**
 * A run that nobody trained, with every part of a state in it. Only for tests.
 * @param parameters of the network; fewer than it has where only the form of a state matters.
 */
export function storedRun({ key = 'a', classes = 2, parameters = 1e9 } = {}): StoredRun {
  const { layout } = trainingNetwork(networkOptions(defaultSettings.side, classes, 1), 1);
  const perClass = (value: number): Float64Array => new Float64Array(classes).fill(value);
  const row = (...values: number[]): Float64Array => Float64Array.from(values);
  return {
    key,
    id: `run ${key}`,
    saved: 1_700_000_000_000,
    settings: defaultSettings,
    project: undefined,
    classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
    labelled: [3, 1],
    unlabelled: [2],
    firstLoss: 7.25,
    checkpoint: {
      step: 9,
      weights: freshState(initialParameters(layout, 1).slice(0, parameters)),
      labelledImagesSeen: 36,
      unlabelledImagesSeen: 8,
      labeller: {
        since: 7,
        thresholds: { class: perClass(0.1), mask: perClass(1 / 3) },
        prototypes: {
          means: new Float32Array(classes * INSTANCE_WIDTH).map((_, i) => Math.sin(i)),
          weights: perClass(0.7),
        },
        alignment: { mean: perClass(0.3), seen: 12 },
        counts: Array.from({ length: classes }, () => 5),
        most: 4,
      },
    },
    curves: {
      losses: {
        step: row(4, 9),
        total: row(7.25, 6.5),
        objectness: row(1, 1),
        classes: row(2, 2),
        mask: row(2, 2),
        dice: row(2.25, 1.5),
        unlabelled: row(0, 0.5),
      },
      scores: { step: row(9), ap: row(12.5), ap50: row(25), ap75: row(Number.NaN) },
      student: { step: row(9), ap: row(11.5) },
      fates: {
        step: row(8, 9),
        kept: row(3, 2),
        corrected: row(1, 0),
        refusedForClass: row(4, 5),
        refusedForMask: row(0, 1),
        refusedOtherwise: row(2, 2),
      },
      classThresholds: {
        step: row(9, 9),
        category: row(0, 1),
        class: row(0.25, 0.5),
        mask: row(0.75, 0.125),
      },
    },
  };
}
