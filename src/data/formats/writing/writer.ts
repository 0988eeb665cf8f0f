/** What writing annotations is, in whichever form. */
import type { Dataset, ImageRecord, Splits } from '../../dataset.ts';
import type { ExportedInstance } from '../../write-coco.ts';
import type { Turn } from '../format.ts';

export type ImageWithObjects = readonly [image: ImageRecord, objects: readonly ExportedInstance[]];

export interface ToWrite {
  readonly source: Pick<Dataset, 'name' | 'categories'>;
  readonly images: readonly ImageWithObjects[];
  /** Of the images, where it is known. */
  readonly splits?: Splits;
  /** A sentence about what it is. */
  readonly description: string;
}

export interface Written {
  /** By path; one file goes as it is, several as an archive. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Sentences about what the form cannot hold. */
  readonly notices: readonly string[];
}

export type Writer = (what: ToWrite, turn: Turn) => Promise<Written>;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** "a/b.c.png" -> "a/b.c": files about an image are called like it. */
export const withoutEnding = (name: string): string => name.replace(/\.[^./]*$/, '');

/** Images that have objects; of those with one name but for the ending the first, for one file cannot be about both. */
export function withFilesOfTheirOwn(images: readonly ImageWithObjects[]): {
  readonly images: readonly ImageWithObjects[];
  readonly notices: readonly string[];
} {
  const seen = new Set<string>();
  const left: string[] = [];
  const kept = images.filter(([{ name }, objects]) => {
    if (objects.length === 0) return false;
    const stem = withoutEnding(name);
    if (seen.has(stem)) left.push(name);
    seen.add(stem);
    return !left.includes(name);
  });
  const notices =
    left.length === 0
      ? []
      : [`Left out, because another image has the same name but for its ending: ${left.join(', ')}.`];
  return { images: kept, notices };
}

/** "2 crowds", said where they are left out. */
export const crowdsIn = (images: readonly ImageWithObjects[]): readonly string[] => {
  const crowds = images.flatMap(([, objects]) => objects).filter(({ crowd }) => crowd).length;
  return crowds === 0
    ? []
    : [`Left out, because this form has no regions of many objects: ${crowds} of them (iscrowd).`];
};
