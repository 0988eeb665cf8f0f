import { expect, test } from 'vitest';
import { reportNotice } from './import-report.ts';

const report = { name: 'cells', images: 160, annotated: 1, classes: ['nucleus'], skipped: [], notices: [] };

test('what was taken in, in words', () => {
  const { what, level } = reportNotice(report);
  expect(what).toBe('160 images of "cells" taken in, 1 of them annotated with 1 class.');
  expect(level).toBe('info');
  expect(reportNotice({ ...report, classes: ['a', 'b'] }).what).toContain('with 2 classes.');
});

test('images alone wait for labels', () => {
  const { what, advice } = reportNotice({ ...report, annotated: 0 });
  expect([what, advice]).toEqual([
    '160 images of "cells" taken in, none of them annotated.',
    'They stay on this computer.',
  ]);
});

test('what was left out is named, but not without end', () => {
  const skipped = Array.from({ length: 6 }, (_, i) => ({ path: `${i}.txt`, why: 'is no image' }));
  const { what, level } = reportNotice({ ...report, skipped, notices: ['A crowd was kept.'] });
  expect(what).toMatch(
    /6 files left out: 0\.txt is no image; .*3\.txt is no image; and 2 more\. A crowd was kept\.$/,
  );
  expect(level).toBe('warning');
});
