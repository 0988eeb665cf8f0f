/**
 * `npm test`: everything that must hold, from a fresh clone. Each check counts as one test, each test suite as many
 * as it ran. Ends with the line `N passed, N failed` (and `, N skipped`).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { installChromium, installPackages } from './install.mjs';

installPackages();
process.env.CHROME_PATH = await installChromium();

const folder = 'test-results/counts';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, by name: said again at the end, where it is looked for. */
const failures = [];
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
  if (run(title, command)) return count(1, 0);
  count(0, 1);
  failures.push(title);
}

/** A suite writes its report to a JSON file; one that ends badly without naming a failure counts as one failure. */
function suite(name, title, command, read) {
  if (!chosen(name)) return;
  const ok = run(title, command);
  let counts = { passed: 0, failed: [], skipped: 0 };
  try {
    counts = read(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')));
  } catch {
    console.log(`=== ${title}: no counts were written`);
  }
  const failed = ok || counts.failed.length > 0 ? counts.failed : ['something that no report names'];
  count(counts.passed, failed.length, counts.skipped);
  failures.push(...failed.map((test) => `${title}: ${test}`));
}

const vitest = (project) =>
  `npx vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${folder}/${project}.json`;
const fromVitest = (report) => ({
  passed: report.numPassedTests,
  failed: report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${relative('.', name)} › ${fullName}`),
  ),
  skipped: report.numPendingTests + report.numTodoTests,
});
/** Playwright nests suites in suites; a spec is ok when its last try was. */
const fromPlaywright = ({ suites, stats }) => {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  return {
    passed: stats.expected + stats.flaky,
    failed: suites
      .flatMap(specs)
      .filter(({ ok }) => !ok)
      .map(({ file, title }) => `${file} › ${title}`),
    skipped: stats.skipped,
  };
};

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
  fromPlaywright,
);

for (const failure of failures) console.log(`failed: ${failure}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed === 0 ? 0 : 1);
