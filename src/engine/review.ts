import { type SeenInstance, type UsefulnessMeasure, usefulness } from '../metrics/usefulness.ts';
import { predict } from '../training/predict.ts';
import type { ReviewQueue } from './protocol/labelling.ts';
import type { Run } from './run.ts';
import { snapshotTeacher } from './teacher-snapshot.ts';

/** Images per forward pass. */
const BATCH = 4;
/** More than these are not looked at: half a minute of waiting is enough. */
const MOST = 240;

/**
 * Ranks the unlabelled images of a run that nobody has marked anything in. Training goes on between two batches, and
 * the weights that rank are those of the beginning.
 * @param looked images in which a person marked or refused something: what is labelled is left out, the rest comes last.
 */
export function reviewQueue(
  run: Run,
  measure: UsefulnessMeasure,
  looked: ReadonlySet<number>,
  breathe: () => Promise<void>,
): Promise<ReviewQueue> {
  return run.onStage(async ({ device, segmenter, trainer }, turn) => {
    const { dataset, splits } = run.source;
    const open: number[] = [];
    for (const id of splits.unlabelled) if ((await dataset.instances(id)).length === 0) open.push(id);
    const ids = spread(open, MOST);
    const teacher = snapshotTeacher(device, trainer);
    const student = measure === 'disagreement' ? snapshotTeacher(device, trainer, 'student') : undefined;
    try {
      const ranked: { id: number; usefulness: number; seen: boolean }[] = [];
      for (let start = 0; start < ids.length; start += BATCH) {
        const some = await Promise.all(ids.slice(start, start + BATCH).map((id) => run.pooled(id)));
        // Always full batches: another size would mean another pair of sessions.
        const batch = Array.from({ length: BATCH }, (_, i) => some[i] ?? some[0]);
        const mine = await predict(segmenter, teacher.parameters, batch);
        const yours: readonly (readonly SeenInstance[])[] = student
          ? await predict(segmenter, student.parameters, batch)
          : [];
        some.forEach(({ id }, i) => {
          const value = usefulness(measure, mine[i] ?? [], yours[i] ?? []);
          ranked.push({ id, usefulness: value, seen: looked.has(id) });
        });
        await turn.pause(breathe);
      }
      ranked.sort((a, b) => Number(a.seen) - Number(b.seen) || b.usefulness - a.usefulness);
      const images = ranked.map(({ id, usefulness: value }) => ({ id, usefulness: value }));
      return { measure, step: teacher.step, images, left: open.length - ids.length };
    } finally {
      teacher.dispose();
      student?.dispose();
    }
  });
}

/** So many at most, evenly over all. */
const spread = (ids: readonly number[], most: number): readonly number[] =>
  ids.length <= most
    ? ids
    : Array.from({ length: most }, (_, i) => ids[Math.floor((i * ids.length) / most)] ?? 0);
