import type { ImportReport, Notice } from '../../engine/protocol.ts';
import { count } from '../format.ts';

/** Files named one by one at most. */
const NAMED = 4;

const plural = (number: number, word: string): string => `${count(number)} ${word}${number === 1 ? '' : 's'}`;

/** What became of dropped files, in words. */
export function reportNotice(report: ImportReport): Notice {
  const { name, images, annotated, classes, skipped, notices, joined } = report;
  const taken = joined
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
  return {
    level: skipped.length > 0 || notices.length > 0 ? 'warning' : 'info',
    what: [taken + left, ...notices].join(' '),
    where: 'taking in your own images',
    advice:
      annotated === 0
        ? 'They stay on this computer.'
        : 'Press Play to train on them. They stay on this computer.',
  };
}
