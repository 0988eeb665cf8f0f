/** First-load JavaScript of the built page, gzipped, against its budget. ONNX Runtime is loaded later, on demand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 200 * 1024;

/** Everything the page loads before it can be used: scripts of index.html and what it preloads. */
export function firstLoad(folder = 'dist') {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"/g)];
  return tags.map(([, path]) => ({ path, gzipped: gzipSync(readFileSync(join(folder, path))).length }));
}

if (process.argv[1]?.endsWith('size.mjs')) {
  const files = firstLoad();
  const total = files.reduce((sum, { gzipped }) => sum + gzipped, 0);
  for (const { path, gzipped } of files) console.log(`${(gzipped / 1024).toFixed(1)} KB  ${path}`);
  console.log(`First-load JavaScript: ${(total / 1024).toFixed(1)} KB gzipped of ${budget / 1024} KB.`);
  process.exit(files.length > 0 && total <= budget ? 0 : 1);
}
