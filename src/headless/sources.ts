import { openCocoFolder } from '../data/folder.node.ts';
import { splitLabelled } from '../data/splits.ts';
import type { Settings } from '../settings/schema.ts';
import { demoSource, type Source } from '../training/sources.ts';

/** `demo`, or a COCO folder. @throws Error with a sentence where the folder cannot be read. */
export async function openSource(dataset: string, settings: Settings): Promise<Source> {
  if (dataset === 'demo') return demoSource(settings);
  const { dataset: folder, splits } = await openCocoFolder(dataset);
  const training = [...splits.labelled, ...splits.unlabelled];
  const amount = settings.labelled;
  const isCount = !amount.endsWith('%');
  // A number of labelled images is drawn from those that the folder lists as labelled; a share from all of them.
  const pool = isCount ? splits.labelled : training;
  const { labelled } = splitLabelled(pool, amount, settings.seed);
  const known = new Set(labelled);
  return {
    dataset: folder,
    // Those of the list that were not drawn are left out: so many labelled and so many unlabelled images were asked for.
    splits: {
      ...splits,
      labelled,
      unlabelled: isCount ? splits.unlabelled : training.filter((id) => !known.has(id)),
    },
  };
}
