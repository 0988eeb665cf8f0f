/**
 * Builds the site and serves it twice until it is ended: with the isolation headers, and under a sub-path
 * without any.
 * PENUMBRA_CONFIG names another Vite configuration to build and serve with.
 */
import { build, preview } from 'vite';
import { hostStatically } from './static-host.mjs';

const configFile = process.env.PENUMBRA_CONFIG;
const from = configFile ? { configFile } : {};
const port = Number(process.env.PENUMBRA_PORT);
const plainPort = Number(process.env.PENUMBRA_PLAIN_PORT);

await build({ ...from, logLevel: 'warn' });
await hostStatically('dist', '/sub/path', plainPort);
await preview({ ...from, preview: { port, strictPort: true } });
