/**
 * Builds the site and serves it twice until it is ended: with the isolation headers, and without any.
 * PENUMBRA_CONFIG names another Vite configuration to build and serve with.
 */
import { build, preview } from 'vite';

const configFile = process.env.PENUMBRA_CONFIG;
const from = configFile ? { configFile } : {};
const port = Number(process.env.PENUMBRA_PORT);
const plainPort = Number(process.env.PENUMBRA_PLAIN_PORT);

await build({ ...from, logLevel: 'warn' });
// Said aloud, since the configuration's headers would be merged in otherwise; both values are what a browser assumes.
const none = { 'Cross-Origin-Opener-Policy': 'unsafe-none', 'Cross-Origin-Embedder-Policy': 'unsafe-none' };
await preview({ ...from, preview: { port: plainPort, strictPort: true, headers: none } });
await preview({ ...from, preview: { port, strictPort: true } });
