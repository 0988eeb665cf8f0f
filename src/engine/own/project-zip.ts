import { type GivenFile, textOf } from '../../data/formats/format.ts';
import {
  ANNOTATION_FILE,
  CHECKPOINT_FILE,
  IMAGE_FOLDER,
  isProject,
  PROJECT_FILE,
  SPLITS_FILE,
} from '../../data/own/project-file.ts';
import { openZip } from '../../data/own/zip.ts';

/** The zip of a project, opened. */
export interface FoundProject {
  /** What `project.json` says. */
  readonly text: string;
  /** Images under the paths that they had, with annotations and splits. */
  readonly files: readonly GivenFile[];
  /** Undefined where there is none. */
  checkpoint(): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Undefined where the zip holds something else. @throws ZipError where it is broken. */
export async function projectIn(zip: GivenFile): Promise<FoundProject | undefined> {
  const { files } = await openZip(zip);
  // What was packed by hand has a folder around it.
  const place = files.find(({ path }) => path === PROJECT_FILE || path.endsWith(`/${PROJECT_FILE}`));
  if (!place) return undefined;
  const root = place.path.slice(0, -PROJECT_FILE.length);
  const named = new Map(
    files.filter(({ path }) => path.startsWith(root)).map((file) => [file.path.slice(root.length), file]),
  );
  const facts = named.get(PROJECT_FILE);
  const text = facts && (await textOf(facts));
  if (text === undefined || !isProject(text)) return undefined;
  const kept = [...named].flatMap(([path, file]): GivenFile[] => {
    if (path === ANNOTATION_FILE || path === SPLITS_FILE) return [{ ...file, path }];
    return path.startsWith(IMAGE_FOLDER) ? [{ ...file, path: path.slice(IMAGE_FOLDER.length) }] : [];
  });
  return { text, files: kept, checkpoint: async () => named.get(CHECKPOINT_FILE)?.bytes() };
}
