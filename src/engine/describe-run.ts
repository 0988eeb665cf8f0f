import type { Category, ImageRecord } from '../data/dataset.ts';
import type { Settings } from '../settings/schema.ts';
import { networkOptions } from '../training/network-options.ts';
import type { PooledImage } from '../training/pool.ts';
import type { Source } from '../training/sources.ts';
import { coloursOf } from './palette.ts';
import type { RunCategory, RunDescription, RunImage } from './protocol/run.ts';
import type { Stage } from './stage.ts';

/** What the page is told of a run. */
export function describeRun(
  settings: Settings,
  { dataset, splits, project }: Source,
  { report, segmenter }: Stage,
  labelled: ReadonlyMap<number, PooledImage>,
): RunDescription {
  const { side, classes, slots } = segmenter.options;
  const most = Math.max(0, ...[...labelled.values()].map(({ instances }) => instances.length));
  const images = new Map(dataset.images.map((image) => [image.id, image]));
  const listed = (ids: readonly number[]): RunImage[] =>
    ids.map((id) => images.get(id)).filter((image): image is ImageRecord => image !== undefined);
  return {
    settings,
    ...(project !== undefined && { project, projectName: dataset.name }),
    device: report,
    categories: coloured(dataset.categories),
    networkClasses: classes,
    slots: { now: slots, wanted: Math.max(slots, networkOptions(side, classes, most).slots) },
    labelled: listed(splits.labelled),
    unlabelled: listed(splits.unlabelled),
    validation: listed(splits.validation),
    parameters: segmenter.layout.size,
  };
}

function coloured(categories: readonly Category[]): RunCategory[] {
  const colours = coloursOf(categories);
  return categories.map(({ name }, i) => ({ name, colour: colours[i] ?? '#808080' }));
}
