import type { Category } from '../data/dataset.ts';
import type { Settings } from '../settings/schema.ts';
import { MOST_SLOTS } from './network-options.ts';
import type { PooledImage, PooledInstance } from './pool.ts';

/** What a run can do in spite of, but whoever starts it should know. */
export interface Caution {
  readonly what: string;
  readonly where: string;
  readonly advice: string;
}

export interface CautionMaterial {
  readonly categories: readonly Pick<Category, 'name'>[];
  readonly labelled: readonly Pick<PooledImage, 'id' | 'instances'>[];
  readonly unlabelled: number;
  readonly nameOf: (image: number) => string;
  /** Objects that the network sees in an image at most. */
  readonly slots: number;
}

/** Labels that share more of their area than this are taken for the same object. */
const SAME = 0.9;
/** Names in one sentence at most. */
const NAMED = 3;

/** What is amiss with the labels of a run, each in a sentence; none where all is well. */
export function cautions(material: CautionMaterial, settings: Pick<Settings, 'rule'>): Caution[] {
  const { unlabelled } = material;
  if (material.labelled.length === 0)
    return [
      {
        what: 'No image is labelled yet, so there is nothing to learn from.',
        where: 'the labelled images',
        advice: 'Press Label above the picture and mark the objects of a few images; then press Play.',
      },
    ];
  const semiSupervised = settings.rule !== 'off';
  const found = [
    withoutInstances(material),
    ...missingClasses(material),
    contradictions(material),
    overcrowding(material),
  ];
  if (semiSupervised && unlabelled === 0)
    found.push({
      what: 'There are no unlabelled images, so training learns from labels alone.',
      where: 'the unlabelled images',
      advice: 'Label a smaller share, or add images without labels.',
    });
  if (semiSupervised && material.categories.length === 1)
    found.push({
      what: 'With one class, class quality is always 1: the class threshold filters nothing.',
      where: 'the classes',
      advice: 'Use the mask threshold, or add a class.',
    });
  return found.filter((caution) => caution !== undefined);
}

const list = (names: readonly string[]): string => {
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : names.join(' and ');
};

function withoutInstances({ labelled }: CautionMaterial): Caution | undefined {
  if (labelled.some(({ instances }) => instances.length > 0)) return undefined;
  return {
    what: 'No labelled image shows an object, so there is nothing to learn but background.',
    where: 'the labelled images',
    advice: 'Label some objects, or check that the annotations belong to these images.',
  };
}

function* missingClasses({ categories, labelled }: CautionMaterial): Generator<Caution> {
  const known = new Set(labelled.flatMap(({ instances }) => instances.map(({ category }) => category)));
  const missing = categories.filter((_, category) => !known.has(category)).map(({ name }) => name);
  if (missing.length === 0 || known.size === 0) return;
  yield {
    what: `No labelled image shows ${list(missing)}, so the network cannot learn ${missing.length === 1 ? 'it' : 'them'}.`,
    where: 'the labelled images',
    advice: 'Label at least one of each class, or label more images.',
  };
}

function contradictions({ labelled, nameOf }: CautionMaterial): Caution | undefined {
  const images = labelled.filter(({ instances }) =>
    instances.some((one, i) =>
      instances.slice(i + 1).some((other) => one.category !== other.category && overlap(one, other) > SAME),
    ),
  );
  if (images.length === 0) return undefined;
  return {
    what: `In ${list(images.map(({ id }) => nameOf(id)))} the same object is labelled with two classes.`,
    where: 'the labelled images',
    advice: 'Remove one label of each such pair; until then the network is taught both.',
  };
}

function overcrowding({ labelled, nameOf, slots }: CautionMaterial): Caution | undefined {
  const images = labelled.filter(({ instances }) => instances.length > slots);
  if (images.length === 0) return undefined;
  const one = images.length === 1;
  return {
    what: `${list(images.map(({ id }) => nameOf(id)))} ${one ? 'shows' : 'show'} more than ${slots} objects, of which the network sees ${slots} at once.`,
    where: 'the labelled images',
    advice: `${
      slots < MOST_SLOTS
        ? 'Reload the page, or reset the run: its network is then made for them'
        : 'Cut such images into smaller ones'
    }; until then the objects beyond teach only where objects are.`,
  };
}

/** IoU of two coverages. */
function overlap({ coverage: a }: PooledInstance, { coverage: b }: PooledInstance): number {
  const [left, right] = [Math.max(a.x, b.x), Math.min(a.x + a.width, b.x + b.width)];
  const [top, bottom] = [Math.max(a.y, b.y), Math.min(a.y + a.height, b.y + b.height)];
  let shared = 0;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++)
      shared += Math.min(a.data[(y - a.y) * a.width + x - a.x], b.data[(y - b.y) * b.width + x - b.x]);
  const sum = (data: Float32Array): number => data.reduce((total, value) => total + value, 0);
  return shared > 0 ? shared / (sum(a.data) + sum(b.data) - shared) : 0;
}
