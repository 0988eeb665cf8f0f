import { apart } from '../../metrics/apart.ts';
import { type CandidateTable, FATES } from '../../metrics/candidates.ts';
import type { ClassThresholds } from '../../metrics/kept-figures.ts';

const figure = (value: number): string => (Number.isNaN(value) ? 'unknown' : value.toFixed(2));

/** Reasons that no threshold of quality has to do with, as they were when the candidate was seen. */
const otherwise: Partial<Record<(typeof FATES)[number], string>> = {
  objectness: 'the teacher doubts that there is an object at all',
  area: 'its mask is too small',
};

/** What two thresholds make of a candidate, and why, in a sentence. */
export function verdictInWords(
  table: CandidateTable,
  row: number,
  thresholds: ClassThresholds,
  names: readonly string[],
): string {
  const category = table.category[row];
  const qualities = [
    ['class', table.classQuality[row], thresholds.class[category]],
    ['mask', table.maskQuality[row], thresholds.mask[category]],
  ] as const;
  const other = otherwise[FATES[table.fate[row]]];
  if (other) return `Refused: ${other}.`;
  const weak = qualities.filter(([, quality, threshold]) => !(quality >= threshold));
  const name = names[category] ?? `class ${category}`;
  if (weak.length === 0) {
    const [good, whole] = qualities.map(([what, quality]) => `${what} ${figure(quality)}`);
    return `Kept: ${good} and ${whole} reach what ${name} is asked for.`;
  }
  const reasons = weak.map(([what, quality, threshold]) =>
    Number.isNaN(quality)
      ? `${what} unknown < ${figure(threshold)}`
      : `${what} ${apart(quality, threshold).join(' < ')}`,
  );
  return `Refused as ${name}: ${reasons.join(' and ')}.`;
}

/** Both opinions on the class, where they differ. */
export function correctionInWords(table: CandidateTable, row: number, names: readonly string[]): string {
  const [from, to, second] = [table.teacherCategory[row], table.category[row], table.opinionCategory[row]];
  if (from === to) return '';
  const opinion =
    second < 0 ? '' : `, the second opinion says ${names[second]} ${figure(table.opinionQuality[row])}`;
  return `Corrected from ${names[from]} to ${names[to]}: the teacher says ${names[from]} ${figure(table.teacherQuality[row])}${opinion}.`;
}

/** What is true of it; empty where nobody knows. */
export function truthInWords(table: CandidateTable, row: number, names: readonly string[]): string {
  const iou = table.iou[row];
  if (Number.isNaN(iou)) return '';
  if (!(iou >= 0.5))
    return iou > 0 ? `It shows no true object (best IoU ${figure(iou)}).` : 'It shows no true object.';
  const name = names[table.trueCategory[row]] ?? 'an object';
  const right = table.category[row] === table.trueCategory[row];
  return right
    ? `In truth it is that, with an IoU of ${figure(iou)}.`
    : `In truth it is a ${name}, with an IoU of ${figure(iou)}.`;
}
