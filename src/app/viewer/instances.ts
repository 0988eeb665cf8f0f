import type { RunCategory } from '../../engine/protocol/run.ts';
import type { ViewInstance } from '../../engine/protocol/view.ts';
import { count, share } from '../format.ts';

const plural = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** What a picture shows, for those who do not see it. */
export function inWords(instances: readonly ViewInstance[]): string {
  const predicted = instances.filter(({ source }) => source !== 'truth').length;
  const parts: string[] = [];
  if (predicted > 0) parts.push(plural(predicted, 'predicted object', 'predicted objects'));
  if (instances.length > predicted)
    parts.push(plural(instances.length - predicted, 'true object', 'true objects'));
  return parts.length > 0 ? parts.join(', ') : 'no objects drawn';
}

/** An instance's facts, as rows of name and value; what is not known is left out. */
export function facts(instance: ViewInstance): readonly (readonly [string, string])[] {
  const { score, classQuality, maskQuality, iou, area } = instance;
  const known: [string, number | undefined][] = [
    ['Score', score],
    ['Class quality', classQuality],
    ['Mask quality', maskQuality],
    ['IoU with truth', iou],
  ];
  return [
    ...known.filter(([, value]) => value !== undefined).map(([name, value]) => [name, share(value)] as const),
    ['Area', `${count(area)} px`],
  ];
}

export const nameOf = (instance: ViewInstance, categories: readonly RunCategory[]): string =>
  categories[instance.category]?.name ?? `class ${instance.category}`;
