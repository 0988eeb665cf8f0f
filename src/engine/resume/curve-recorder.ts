import { Columns, rewind } from '../columns.ts';
import type { CurveRows } from '../protocol/curves.ts';
import type { EngineEvent } from '../protocol/events.ts';

const lossColumns = ['step', 'total', 'objectness', 'classes', 'mask', 'dice', 'unlabelled'] as const;
const scoreColumns = ['step', 'ap', 'ap50', 'ap75'] as const;

/** Rows of equal length from columns, those up to `step`. */
function rowsUpTo<Name extends string>(columns: Columns<'step' | Name>, step: number) {
  const steps = columns.column('step');
  let length = columns.length;
  while (length > 0 && steps[length - 1] > step) length--;
  return Object.fromEntries(
    columns.names.map((name) => [name, columns.column(name).slice(0, length)]),
  ) as Record<'step' | Name, Float64Array>;
}

/** The curves that the page was told, so that they can be kept with the run. */
export class CurveRecorder {
  #losses: Columns<(typeof lossColumns)[number]>;
  #scores: Columns<(typeof scoreColumns)[number]>;

  constructor(before?: CurveRows) {
    this.#losses = before ? Columns.of(lossColumns, before.losses) : new Columns(lossColumns);
    this.#scores = before ? Columns.of(scoreColumns, before.scores) : new Columns(scoreColumns, 64);
  }

  /** Rows of losses and of scores. */
  get length(): readonly [number, number] {
    return [this.#losses.length, this.#scores.length];
  }

  note(event: EngineEvent): void {
    if (event.type === 'step') {
      rewind(this.#losses, event.step);
      this.#losses.append({ step: event.step, ...event.losses });
    }
    if (event.type === 'evaluation') {
      const { ap = Number.NaN, ap50 = Number.NaN, ap75 = Number.NaN } = event.teacher;
      rewind(this.#scores, event.step);
      this.#scores.append({ step: event.step, ap, ap50, ap75 });
    }
  }

  /** Copies of the rows up to a step. */
  upTo(step: number): CurveRows {
    return { losses: rowsUpTo(this.#losses, step), scores: rowsUpTo(this.#scores, step) };
  }
}
