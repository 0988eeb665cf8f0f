import type { ImageRecord } from '../dataset.ts';
import type { SizedImage } from './format.ts';
import { baseName, foldersOf, stemOf } from './paths.ts';

/** The dropped images, to be found by what annotation files call them. */
export class ImageIndex {
  readonly all: readonly SizedImage[];
  readonly #byName: ReadonlyMap<string, readonly SizedImage[]>;
  readonly #byStem: ReadonlyMap<string, readonly SizedImage[]>;

  constructor(images: readonly SizedImage[]) {
    this.all = images;
    this.#byName = grouped(images, ({ path }) => baseName(path));
    this.#byStem = grouped(images, ({ path }) => stemOf(path));
  }

  /**
   * The image that a file calls "images/a.png": by path, of several that beside the file at `from`; else by name where
   * only one has it.
   */
  named(name: string, from = ''): SizedImage | undefined {
    const slashes = name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
    const candidates = this.#byName.get(baseName(slashes)) ?? [];
    const beside = [...foldersOf(from), slashes].join('/');
    return (
      candidates.find(({ path }) => path === beside) ??
      candidates.find(({ path }) => path === slashes || path.endsWith(`/${slashes}`)) ??
      (candidates.length === 1 ? candidates[0] : undefined)
    );
  }

  /**
   * The image whose name but for its ending is `stem`; of several, the one whose folders are most like those of the
   * annotation file at `path`, if one is.
   */
  besides(path: string, stem = stemOf(path)): SizedImage | undefined {
    const candidates = this.#byStem.get(stem) ?? [];
    if (candidates.length < 2) return candidates[0];
    const folders = foldersOf(path);
    const likeness = candidates.map((image) => shared(folders, foldersOf(image.path)));
    const most = Math.max(...likeness);
    return likeness.filter((value) => value === most).length === 1
      ? candidates[likeness.indexOf(most)]
      : undefined;
  }

  /** What an image is called in a project: its file's name, with its folders where others have the same. */
  nameOf({ path }: SizedImage): string {
    const name = baseName(path);
    return (this.#byName.get(name)?.length ?? 0) < 2 ? name : path.slice(path.indexOf('/') + 1);
  }

  record(image: SizedImage, id: number): ImageRecord {
    return { id, name: this.nameOf(image), width: image.width, height: image.height };
  }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Folders that two paths have in common, wherever they stand: "labels/train" is like "images/train". */
function shared(a: readonly string[], b: readonly string[]): number {
  const rest = [...b];
  let count = 0;
  for (const folder of a) {
    const at = rest.indexOf(folder);
    if (at < 0) continue;
    rest.splice(at, 1);
    count++;
  }
  // Of two that share as much, the one with less besides is nearer.
  return count - rest.length / 1000;
}
