import type { Dataset, Splits } from '../data/dataset.ts';
import { type DemoDataset, demoDataset } from '../data/demo/index.ts';
import { splitLabelled } from '../data/splits.ts';
import type { Settings } from '../settings/schema.ts';

/** A dataset with its images told apart by what training may know of them. */
export interface Source {
  readonly dataset: Dataset;
  readonly splits: Splits;
  /** Which of a person's projects it is of; undefined for the demo. */
  readonly project?: string;
}

export type DemoSettings = Pick<Settings, 'labelled' | 'seed' | 'classConfusion' | 'boundarySoftness'>;

/** The scenes stay the same whatever the run's seed, which decides only who is labelled: runs are compared on one test set. */
const SCENES_SEED = 1;

const SAME_SCENES = ['classConfusion', 'boundarySoftness'] as const satisfies (keyof DemoSettings)[];

let latest: { readonly settings: DemoSettings; readonly demo: DemoDataset } | undefined;

/** The generator with what it has made already, as long as only the split changes. */
function scenesOf(settings: DemoSettings): DemoDataset {
  const known = latest;
  if (known && SAME_SCENES.every((dial) => known.settings[dial] === settings[dial])) return known.demo;
  const { classConfusion, boundarySoftness } = settings;
  const demo = demoDataset({ seed: SCENES_SEED, classConfusion, boundarySoftness });
  latest = { settings, demo };
  return demo;
}

/** The demo dataset as the settings want it. @throws RangeError where a setting is out of range. */
export async function demoSource(settings: DemoSettings): Promise<Source> {
  const { dataset, splits, categoriesOf } = scenesOf(settings);
  const chosen = splitLabelled(splits.training, settings.labelled, settings.seed, categoriesOf);
  return { dataset, splits: { ...chosen, validation: splits.validation, test: splits.test } };
}
