/** Installs what is missing, and nothing that is there. Uses only what comes with Node: it runs before npm install. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { chromiumPath } from './chromium.mjs';

const run = (command, words) =>
  spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

/** Packages of package-lock.json, where node_modules is missing or older. Ends the process where that fails. */
export function installPackages() {
  const mark = 'node_modules/.package-lock.json';
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  console.log('Installing packages ...');
  if (run('npm', ['ci', '--no-fund', '--no-audit'])) return;
  console.error(
    'npm ci failed: see its message above. Penumbra needs Node 20.19 or newer and reach of the npm registry.',
  );
  process.exit(1);
}

/** Path of a Chromium for the tests: CHROME_PATH, an installed one, Debian's package (as root), else Playwright's download. */
export async function installChromium() {
  const found = chromiumPath();
  if (found) return found;
  console.log('Installing Chromium for the tests ...');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    const installed = chromiumPath();
    if (installed) return installed;
  }
  run('npx', ['playwright', 'install', 'chromium']);
  const { chromium } = await import('playwright-core');
  const downloaded = chromium.executablePath();
  if (existsSync(downloaded)) return downloaded;
  console.error(
    'No Chromium could be installed. Install Chrome or Chromium, or point CHROME_PATH at one, and try again.',
  );
  process.exit(1);
}
