import type { CandidateRow } from '../candidates.ts';

/**
 * A kept candidate of class 0 with both qualities .9, without a second opinion, its truth unknown; for tests. What the
 * teacher said is what was judged, unless told otherwise.
 */
export const candidateRow = (changes: Partial<CandidateRow> = {}): CandidateRow => ({
  image: 1,
  step: 1,
  objectness: 1,
  teacherQuality: changes.classQuality ?? 0.9,
  classQuality: 0.9,
  maskQuality: 0.9,
  teacherCategory: changes.category ?? 0,
  category: 0,
  opinionCategory: -1,
  opinionQuality: Number.NaN,
  fate: 'kept',
  iou: Number.NaN,
  object: -1,
  trueCategory: -1,
  ...changes,
});
