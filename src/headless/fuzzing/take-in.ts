/** Takes a drop in as the page's worker does, in each of the ways that there are, and says what is wrong with what came of it. */
import { type GivenFile, textOf } from '../../data/formats/format.ts';
import { ImageIndex } from '../../data/formats/image-index.ts';
import { sniff } from '../../data/images/sniff.ts';
import { decodeTiff } from '../../data/images/tiff.ts';
import { addImages, readAddition } from '../../data/own/add-images.ts';
import { joinAnnotations, readAnnotationsFor } from '../../data/own/join-annotations.ts';
import type { Looked } from '../../data/own/open-images.ts';
import { type ImportPlan, planImport, splitsFor } from '../../data/own/plan-import.ts';
import { PROJECT_FILE, withProjectFacts } from '../../data/own/project-file.ts';
import { readDropped } from '../../data/own/read-dropped.ts';
import { CAPS } from '../../data/own/sort-files.ts';
import { decodePng } from '../../data/png/decode.ts';
import { type Drop, HEIGHT, WIDTH } from './drops.ts';

export interface Outcome {
  /** Those in which it was taken in: as a project of its own, as labels for an open one, as images for that. */
  readonly ways: readonly string[];
  /** What must never be: an error that is no sentence, a plan that contradicts itself. */
  readonly fault: string | undefined;
  readonly milliseconds: number;
}

/** Longer than this is a hang. */
export const LONGEST = 2000;

export async function takeIn(drop: Drop): Promise<Outcome> {
  const files = [...drop].map(
    ([path, content]): GivenFile => ({
      path,
      size: content.length,
      bytes: async (start, end) => content.slice(start, end),
    }),
  );
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  const ways: string[] = [];
  for (const way of [asProject, asLabels, asAddition]) {
    try {
      const plan = await way(files);
      const fault = plan && contradiction(plan);
      if (fault !== undefined) return { ways, fault: `${way.name}: ${fault}`, milliseconds: elapsed() };
      if (plan) ways.push(way.name);
    } catch (error) {
      const fault = noSentence(error);
      if (fault !== undefined) return { ways, fault: `${way.name}: ${fault}`, milliseconds: elapsed() };
    }
  }
  const milliseconds = elapsed();
  return { ways, fault: tooLong(milliseconds), milliseconds };
}

const reading = { look, turn: async () => {}, onProgress: () => {} };

/** A new project, or one that comes home with what only `project.json` knows. */
async function asProject(files: readonly GivenFile[]): Promise<ImportPlan> {
  const facts = files.find(({ path }) => path === PROJECT_FILE);
  const { plan } = await readDropped(
    files.filter((file) => file !== facts),
    reading,
  );
  return facts ? withProjectFacts(plan, await textOf(facts)).plan : plan;
}

/** An open project whose images are called as those of the drops, and nobody has labelled them. */
const open = planImport(
  new ImageIndex(['set/a.png', 'set/b.png'].map((path) => ({ path, width: WIDTH, height: HEIGHT }))),
);
const splits = splitsFor(open, '100%', 1);

/** Labels for an open project, of what is there without the images. */
async function asLabels(files: readonly GivenFile[]): Promise<ImportPlan | undefined> {
  const alone = files.filter(({ path }) => !/images\/|Images\/|^set\/[ab]\.png$/.test(path));
  const read = await readAnnotationsFor(open, alone, reading.turn);
  return read && joinAnnotations(open, splits, read).plan;
}

/** More images for an open project, and labels with them. */
async function asAddition(files: readonly GivenFile[]): Promise<ImportPlan> {
  const addition = await readAddition(open, files, reading, async () => undefined);
  return addImages(open, splits, addition).plan;
}

const tooLong = (milliseconds: number): string | undefined =>
  milliseconds > LONGEST ? `took ${Math.round(milliseconds)} ms` : undefined;

/** Without a browser: PNG and TIFF files, by the readers of the masks and of the page. */
async function look(file: GivenFile): Promise<Looked> {
  const bytes = await file.bytes();
  const kind = sniff(bytes)?.kind;
  if (kind !== 'png' && kind !== 'tiff') throw new Error('cannot be decoded');
  const { width, height } =
    kind === 'png' ? decodePng(bytes, CAPS.pixels) : await decodeTiff(bytes, CAPS.pixels);
  return { width, height, digest: `${bytes.length} ${bytes.join()}` };
}

function noSentence(error: unknown): string | undefined {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const ours = !/^(Type|Reference|Syntax|Eval|URI)Error$/.test(error.name);
  return ours && /^\S.*[.!?]$/s.test(error.message)
    ? undefined
    : `${error.name}: ${error.message}\n${error.stack}`;
}

/** What a plan must be, whatever it was made of. */
function contradiction({
  images,
  paths,
  instances,
  categories,
  splits,
  skipped,
  notices,
}: ImportPlan): string | undefined {
  const ids = images.map(({ id }) => id);
  const known = new Set(ids);
  if (known.size !== ids.length) return 'two images have one id';
  if (categories.length === 0) return 'there are no classes';
  for (const { id, name, width, height } of images) {
    if (name === '' || !paths.has(id)) return `image ${id} has no name or no file`;
    for (const { category, mask, area, box } of instances.get(id) ?? []) {
      if (!categories[category]) return `an object of ${name} has a class that there is not`;
      if (mask.width !== width || mask.height !== height) return `a mask of ${name} is of another size`;
      if (mask.counts.reduce((sum, count) => sum + count, 0) !== width * height)
        return `a mask of ${name} is broken`;
      if (mask.counts.length < 2) return `a mask of ${name} is empty`;
      if (![area, ...box].every((value) => Number.isFinite(value) && value >= 0))
        return `an object of ${name} has no size`;
    }
  }
  const split = Object.values(splits ?? {}).flat();
  if (split.some((id) => !known.has(id)) || new Set(split).size !== split.length)
    return 'the splits are wrong';
  const said = [...skipped.map(({ path, why }) => path + why), ...notices];
  return said.some((text) => text.length > 20_000) ? 'the report is endless' : undefined;
}
