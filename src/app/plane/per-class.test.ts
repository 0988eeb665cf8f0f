import { expect, test } from 'vitest';
import { countsPerClass } from './per-class.ts';
import { WHAT_IFS } from './what-if.ts';

test('candidates are counted under the class that they are judged as', () => {
  const category = Uint16Array.of(0, 2, 2, 0, 5);
  const fates = Uint8Array.from(['kept', 'class', 'kept', 'kept', 'kept'] as const, (fate) =>
    WHAT_IFS.indexOf(fate),
  );
  expect(countsPerClass({ count: 5, category }, fates, 3)).toEqual([
    { kept: 2, all: 2 },
    { kept: 0, all: 0 },
    { kept: 1, all: 2 },
  ]);
});
