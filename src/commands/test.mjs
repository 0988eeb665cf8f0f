/**
 * `npm test`: everything that must hold, from a fresh clone. Each check counts as one test, each test suite as many
 * as it ran. Ends with the line `N passed, N failed` (and `, N skipped`).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { installChromium, installPackages } from './install.mjs';

installPackages();
process.env.CHROME_PATH = await installChromium();

const folder = 'test-results/counts';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const only = process.argv.slice(2);

function run(title, command) {
  const begun = performance.now();
  console.log(`\n=== ${title}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  console.log(
    `=== ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
  return status === 0;
}

function count(passed, failed, skipped = 0) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

const chosen = (name) => only.length === 0 || only.includes(name);

/** A check passes or fails as a whole. */
function check(name, title, command) {
  if (!chosen(name)) return;
  if (run(title, command)) count(1, 0);
  else count(0, 1);
}

/** A suite writes its counts to a JSON file; one that ends badly without naming a failure counts as one failure. */
function suite(name, title, command, read) {
  if (!chosen(name)) return;
  const ok = run(title, command);
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')));
  } catch {
    console.log(`=== ${title}: no counts were written`);
  }
  count(counts.passed, ok ? counts.failed : Math.max(1, counts.failed), counts.skipped);
}

const vitest = (project) =>
  `npx vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${folder}/${project}.json`;
const fromVitest = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
});

check('format', 'Formatting', 'npx biome format');
check('lint', 'Lint', 'npx biome lint --error-on-warnings');
check(
  'imports',
  'Import direction and cycles',
  'npx biome lint --only=style/noRestrictedImports --only=suspicious/noImportCycles',
);
check('types', 'Types', 'node src/commands/types.mjs');
suite('unit', 'Unit tests', vitest('unit'), fromVitest);
suite('gpu', 'Kernels and models on the software GPU', vitest('gpu'), fromVitest);
check('build', 'Build', 'npx vite build');
check('size', 'Size budget', 'node src/commands/size.mjs');
suite(
  'e2e',
  'End to end in Chromium',
  `PLAYWRIGHT_JSON_OUTPUT_NAME=${folder}/e2e.json npx playwright test --reporter=list,json`,
  ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
);

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed === 0 ? 0 : 1);
