import type { CandidateTable } from '../../metrics/candidates.ts';
import { WHAT_IFS, type WhatIf } from './what-if.ts';

export interface ClassCounts {
  readonly kept: number;
  readonly all: number;
}

const kept = WHAT_IFS.indexOf('kept');

/** How many candidates of each class there are, as they are judged, and how many of them would be kept. */
export function countsPerClass(
  { count, category }: Pick<CandidateTable, 'count' | 'category'>,
  fates: WhatIf['fates'],
  classes: number,
): ClassCounts[] {
  const counts = Array.from({ length: classes }, () => ({ kept: 0, all: 0 }));
  for (let row = 0; row < count; row++) {
    const mine = counts[category[row]];
    // A class that is no longer there.
    if (!mine) continue;
    mine.all++;
    if (fates[row] === kept) mine.kept++;
  }
  return counts;
}
