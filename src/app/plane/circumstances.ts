import type { CandidateSurvey } from '../../engine/protocol/pseudo-labels.ts';
import type { ClassThresholds } from '../../metrics/kept-figures.ts';
import type { Settings } from '../../settings/schema.ts';
import { count, plural, share } from '../format.ts';
import type { Pair } from './what-if.ts';

export interface Circumstances {
  readonly survey: CandidateSurvey;
  readonly running: Pick<Settings, 'rule' | 'burnIn'>;
  readonly unlabelled: number;
  readonly validation: number;
  readonly classes: number;
}

const pairRules: ReadonlySet<Settings['rule']> = new Set(['dual', 'adaptive', 'adaptive-literal']);

/**
 * Why there are no candidates, and what can be done.
 * @param step that the run stands at.
 */
export function whyEmpty(
  { running, unlabelled }: Pick<Circumstances, 'running' | 'unlabelled'>,
  step: number,
): string {
  if (unlabelled === 0)
    return 'There are no unlabelled images, so there are no candidates to judge. Label fewer images, or add some without labels.';
  if (running.rule === 'off')
    return 'The rule is off: choose one under Pseudo-labels, and candidates appear here.';
  if (step > running.burnIn)
    return 'A checkpoint does not hold what its teacher saw: candidates appear again as training goes on.';
  return `Candidates appear when the teacher begins to label, after ${count(running.burnIn)} steps of burn-in.`;
}

/** What the figures are about and measured against, and what is missing: sentences. */
export function circumstances({ survey, running, unlabelled, validation, classes }: Circumstances): string[] {
  const { table, images, step } = survey;
  const oldest = table.step.reduce((least, seen) => Math.min(least, seen), step);
  const age = step - oldest;
  const said = [
    `${count(images)} of ${count(unlabelled)} unlabelled images seen${age > 0 ? `, the oldest ${plural(age, 'step', 'steps')} ago` : ''}.`,
    measuredAgainst(survey, validation),
  ];
  const broken = table.classQuality.reduce(
    (sum, quality, row) => sum + (Number.isNaN(quality + table.maskQuality[row]) ? 1 : 0),
    0,
  );
  if (broken > 0)
    said.push(
      `${plural(broken, 'candidate has', 'candidates have')} no quality (not a number): refused, and not drawn. Lower the learning rate if that goes on.`,
    );
  if (classes === 1)
    said.push('With one class, class quality is always 1: the mask threshold alone decides.');
  if (running.rule === 'off') said.push('The rule is off: nothing of this is taught.');
  else if (!pairRules.has(running.rule))
    said.push('Another rule is in force: this is what two thresholds would do instead.');
  return said;
}

/** That classes have thresholds of their own, where they have; undefined where the sliders' are those of all. */
export function perClassInWords(thresholds: ClassThresholds, pair: Pair): string | undefined {
  const range = (values: ArrayLike<number>): string => {
    const [least, most] = [Math.min(...Array.from(values)), Math.max(...Array.from(values))].map(share);
    return least === most ? least : `${least} to ${most}`;
  };
  const [cls, mask] = [range(thresholds.class), range(thresholds.mask)];
  if (cls === share(pair.class) && mask === share(pair.mask)) return undefined;
  return `Each class has its own thresholds, the ticks: class ${cls}, mask ${mask}. The lines stand at their mean; dragging moves them all.`;
}

function measuredAgainst({ table, validation: measured }: CandidateSurvey, images: number): string {
  if (table.objects > 0) return 'Percent against hidden truth, which training never sees.';
  if (measured)
    return `Nobody knows their truth: percent against the labelled validation images, by ${plural(measured.count, 'candidate', 'candidates')} there.`;
  if (images > 0)
    return 'Nobody knows their truth: percent will be against the labelled validation images, from the next evaluation on.';
  return 'Nobody knows their truth, and there are no validation images to measure on: with more labelled images there will be some.';
}
