/** `npm start`: installs what is missing, serves the playground, prints its address and opens it. */
import { installPackages } from './install.mjs';

installPackages();
const { createServer } = await import('vite');
const server = await createServer({ server: { open: !process.env.CI && process.stdout.isTTY } });
await server.listen();
console.log('\nPenumbra is ready. Nothing leaves your computer.');
server.printUrls();
