/**
 * Runs a TypeScript entry point in Node: `node src/commands/run.mjs src/headless/experiment.ts --seeds 1`.
 * Vite does the translating, so that shaders and TypeScript load as they do in the browser.
 */
import { resolve } from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';

const [entry] = process.argv.splice(2, 1);
if (!entry) {
  console.error('Which entry point? Usage: node src/commands/run.mjs FILE.ts [options]');
  process.exit(2);
}
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  await createServerModuleRunner(server.environments.ssr, { hmr: false }).import(resolve(entry));
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
} finally {
  await server.close();
}
