import type { Notice } from '../../engine/protocol/notice.ts';
import type { RunState } from '../../engine/protocol/run.ts';
import type { ImportReport, LabelsTakenBack } from '../../engine/protocol/take-in.ts';
import { count } from '../format.ts';

/** Files named one by one at most. */
const NAMED = 4;
/** And in the list that can be opened. */
const LISTED = 1_000;

const plural = (number: number, word: string): string => `${count(number)} ${word}${number === 1 ? '' : 's'}`;

/** When what came to an open project is learnt from. */
const LEARNT: Readonly<Record<RunState | 'new', string>> = {
  new: 'Press Play to train on them.',
  preparing: 'The run takes them up.',
  paused: 'The run stands where it stood; Play goes on with them.',
  running: 'Training goes on, with them from its next step.',
  finished: 'The run has taken all of its steps; Reset to train on them.',
  failed: 'Reset to train on them.',
};

/**
 * What became of dropped files, in words.
 * @param state of the run on the project that was open; "new" where it has not taken a step.
 */
export function reportNotice(report: ImportReport, state: RunState | 'new' = 'new'): Notice {
  const { name, images, annotated, classes, skipped, notices, joined, added } = report;
  const taken = added
    ? `${plural(added, 'image')} added to "${name}", which has ${count(images)} now; ${annotated === 0 ? 'no label came with them' : `${plural(annotated, 'image')} got labels`}.`
    : joined
      ? `${count(annotated)} of the ${plural(images, 'image')} of "${name}" got labels.`
      : annotated === 0
        ? `${plural(images, 'image')} of "${name}" taken in, none of them annotated.`
        : `${plural(images, 'image')} of "${name}" taken in, ${count(annotated)} of them annotated with ${plural(classes.length, 'class').replace(/classs$/, 'classes')}.`;
  const named = skipped.slice(0, NAMED).map(({ path, why }) => `${path} ${why}`);
  const rest = skipped.length - named.length;
  const left =
    skipped.length === 0
      ? ''
      : ` ${plural(skipped.length, 'file')} left out: ${named.join('; ')}${rest > 0 ? `; and ${count(rest)} more` : ''}.`;
  const each = skipped.slice(0, LISTED).map(({ path, why }) => `${path} ${why}`);
  if (skipped.length > LISTED) each.push(`and ${count(skipped.length - LISTED)} more`);
  return {
    level: skipped.length > 0 || notices.length > 0 ? 'warning' : 'info',
    what: [taken + left, ...notices].join(' '),
    where: 'taking in your own images',
    advice:
      annotated === 0 && !joined
        ? 'They stay on this computer.'
        : `${LEARNT[joined ? state : 'new']} They stay on this computer.`,
    ...(rest > 0 && { each }),
    ...(joined && annotated > 0 && { undo: 'labels' }),
  };
}

/** What became of labels that were taken back. */
export const takenBackNotice = ({ images, left }: LabelsTakenBack): Notice => ({
  level: 'info',
  what: `The labels of ${plural(images, 'image')} were taken back.${left === 0 ? '' : left === 1 ? ' One image keeps its own: they were changed since.' : ` ${count(left)} images keep theirs: they were changed since.`}`,
  where: 'taking labels back',
  advice: '',
});
