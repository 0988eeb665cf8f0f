import type { Settings } from '../settings/schema.ts';
import { cautions } from '../training/cautions.ts';
import type { PooledImage } from '../training/pool.ts';
import type { Source } from '../training/sources.ts';
import type { EngineEvent } from './protocol/events.ts';

/**
 * What is amiss with the labels as they are now; it does not keep anyone from training.
 * @param slots objects that the run's network sees in an image at most.
 */
export function labelCautions(
  settings: Settings,
  { dataset, splits }: Source,
  labelled: ReadonlyMap<number, PooledImage>,
  slots: number,
): Extract<EngineEvent, { type: 'cautions' }> {
  const names = new Map(dataset.images.map(({ id, name }) => [id, name]));
  const material = {
    categories: dataset.categories,
    labelled: [...labelled.values()],
    unlabelled: splits.unlabelled.length,
    nameOf: (id: number) => names.get(id) ?? `image ${id}`,
    slots,
  };
  const cautious = cautions(material, settings);
  return { type: 'cautions', cautions: cautious.map((caution) => ({ level: 'warning', ...caution })) };
}
