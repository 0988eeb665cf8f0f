/** `npm run docs`: writes the documentation that is made from code. */
import { writeFile } from 'node:fs/promises';
import { settingsAsMarkdown } from '../settings/settings-table.ts';

const file = 'src/settings/README.md';
await writeFile(file, settingsAsMarkdown());
console.log(`${file} written.`);
