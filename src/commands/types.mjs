/** Checks types in each world (pure, worker, page, Node) with the globals that world has. */
import { spawnSync } from 'node:child_process';

const worlds = ['pure', 'worker', 'page', 'node'];
let failed = 0;
for (const world of worlds) {
  const { status } = spawnSync('npx', ['tsc', '-p', `tsconfig.${world}.json`], { stdio: 'inherit' });
  console.log(`types in the ${world} world: ${status === 0 ? 'ok' : 'wrong'}`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
