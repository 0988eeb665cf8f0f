/** `splits.json`: {"labelled": [ids], "unlabelled": [ids], "validation": [ids]}, and "test" where there is one. */
import * as v from 'valibot';
import type { Splits } from './dataset.ts';

const ids = v.array(v.pipe(v.number(), v.safeInteger()));
const file = v.object({
  labelled: ids,
  unlabelled: v.optional(ids, []),
  validation: ids,
  test: v.optional(ids, []),
});

/** @throws Error where the text is no such file, names an image that does not exist, or puts one into two splits. */
export function parseSplits(text: string, images: readonly number[]): Splits {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`The splits file is no JSON (${(error as Error).message}).`);
  }
  const result = v.safeParse(file, json, { abortEarly: true });
  if (!result.success) {
    const where = v.getDotPath(result.issues[0]) ?? 'It';
    throw new Error(
      `The splits file must hold lists of image ids under "labelled", "validation" and, if you like, "unlabelled" and "test"; ${where} is wrong (${result.issues[0].message}).`,
    );
  }
  const known = new Set(images);
  const seen = new Map<number, string>();
  for (const [split, members] of Object.entries(result.output)) {
    for (const id of members) {
      if (!known.has(id)) {
        throw new Error(
          `The splits file puts image ${id} under "${split}", but the annotation file does not list it.`,
        );
      }
      const other = seen.get(id);
      if (other !== undefined) {
        throw new Error(
          `The splits file has image ${id} under "${other}" and under "${split}"; one place each.`,
        );
      }
      seen.set(id, split);
    }
  }
  return result.output;
}
