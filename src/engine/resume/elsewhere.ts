import type { Notice } from '../protocol/notice.ts';

/** Two tabs train the same run: the first keeps it. */
export const elsewhereNotice: Notice = {
  level: 'warning',
  what: 'Another tab has this very run open and keeps it. What is trained here is a copy, and lasts as long as this tab.',
  where: 'the browser’s storage',
  advice:
    'Change a setting, the seed for one, for a run of its own that is kept too; or close the other tab and reset.',
};
