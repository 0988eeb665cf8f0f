/**
 * JavaScript of the built page, gzipped, against its budgets: what the page loads before it can be used, and the worker
 * that trains, which comes beside it. ONNX Runtime, charts, sheets and the article are loaded later, on demand.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budgets = { 'First-load JavaScript': 200 * 1024, 'The worker': 210 * 1024 };

/** Scripts of index.html and what it preloads. */
export function firstLoad(folder = 'dist') {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"/g)];
  return tags.map(([, path]) => weighed(folder, path));
}

function worker(folder = 'dist') {
  const names = readdirSync(join(folder, 'assets')).filter((name) => /^worker-.*\.js$/.test(name));
  return names.map((name) => weighed(folder, join('assets', name)));
}

const weighed = (folder, path) => ({ path, gzipped: gzipSync(readFileSync(join(folder, path))).length });

if (process.argv[1]?.endsWith('size.mjs')) {
  const parts = { 'First-load JavaScript': firstLoad(), 'The worker': worker() };
  for (const [name, files] of Object.entries(parts)) {
    const total = files.reduce((sum, { gzipped }) => sum + gzipped, 0);
    for (const { path, gzipped } of files) console.log(`${(gzipped / 1024).toFixed(1)} KB  ${path}`);
    console.log(`${name}: ${(total / 1024).toFixed(1)} KB gzipped of ${budgets[name] / 1024} KB.`);
    if (files.length === 0 || total > budgets[name]) process.exitCode = 1;
  }
}
