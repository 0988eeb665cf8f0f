/** Takes a drop in as the page's worker does, and says what is wrong with what came of it. */
import type { GivenFile } from '../../data/formats/format.ts';
import { sniff } from '../../data/images/sniff.ts';
import { decodeTiff } from '../../data/images/tiff.ts';
import type { Looked } from '../../data/own/open-images.ts';
import type { ImportPlan } from '../../data/own/plan-import.ts';
import { readDropped } from '../../data/own/read-dropped.ts';
import { CAPS } from '../../data/own/sort-files.ts';
import { decodePng } from '../../data/png/decode.ts';
import type { Drop } from './drops.ts';

export interface Outcome {
  readonly taken: boolean;
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
  try {
    const { plan } = await readDropped(files, { look, turn: async () => {}, onProgress: () => {} });
    const milliseconds = elapsed();
    return { taken: true, fault: tooLong(milliseconds) ?? contradiction(plan), milliseconds };
  } catch (error) {
    const milliseconds = elapsed();
    return { taken: false, fault: tooLong(milliseconds) ?? noSentence(error), milliseconds };
  }
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
