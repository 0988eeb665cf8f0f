import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { knobNames } from './settings.ts';
import { settingGroups, settingsAsMarkdown } from './settings-table.ts';

test('the documentation is what the table of settings says; `npm run docs` writes it anew', async () => {
  expect(await readFile(new URL('README.md', import.meta.url), 'utf8')).toBe(settingsAsMarkdown());
});

test('every setting is documented once', () => {
  const names = settingGroups.flatMap(({ rows }) => rows.map(({ name }) => name));
  expect(names.sort()).toEqual([...knobNames].sort());
});
