import { expect, test } from 'vitest';
import type { RunDescription } from '../../engine/protocol/run.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { reportNotice } from './import-report.ts';

const description: RunDescription = {
  settings: defaultSettings,
  device: { kind: 'wasm', description: '', reason: '' },
  categories: [],
  networkClasses: 1,
  slots: { now: 16, wanted: 16 },
  labelled: [],
  unlabelled: [],
  validation: [],
  parameters: 1,
};

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

test('what came to an open project, and when it is learnt from', () => {
  const joined = { ...report, images: 12, annotated: 0, added: 3, joined: description };
  expect(reportNotice(joined, 'running')).toMatchObject({
    what: '3 images added to "cells", which has 12 now; no label came with them.',
    advice: 'Training goes on, with them from its next step. They stay on this computer.',
  });
  expect(reportNotice({ ...joined, annotated: 2 }, 'finished')).toMatchObject({
    what: '3 images added to "cells", which has 12 now; 2 images got labels.',
    advice: 'The run has taken all of its steps; Reset to train on them. They stay on this computer.',
  });
  const labelled = { ...report, images: 12, annotated: 2, joined: description };
  expect(reportNotice(labelled, 'paused').what).toBe('2 of the 12 images of "cells" got labels.');
});

test('what was left out is named, but not without end', () => {
  const skipped = Array.from({ length: 6 }, (_, i) => ({ path: `${i}.txt`, why: 'is no image' }));
  const { what, level, each } = reportNotice({ ...report, skipped, notices: ['A crowd was kept.'] });
  expect(what).toMatch(
    /6 files left out: 0\.txt is no image; .*3\.txt is no image; and 2 more\. A crowd was kept\.$/,
  );
  expect(level).toBe('warning');
  expect(each).toEqual(skipped.map(({ path }) => `${path} is no image`));
  expect(reportNotice({ ...report, skipped: skipped.slice(0, 4) }).each).toBeUndefined();
});
