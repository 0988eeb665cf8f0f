import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const headlessFlags = [
  '--headless=new',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Flags that give headless Chromium a WebGPU adapter on the software rasteriser (SwiftShader). */
export const softwareGpuFlags = [...headlessFlags, '--use-webgpu-adapter=swiftshader'];

/** Where Linux keeps graphics cards. */
const cards = ['/dev/dri', '/dev/nvidia0'];
const linuxCard = process.platform === 'linux' && cards.some((path) => existsSync(path));

/**
 * Flags that give it the machine's own GPU. On Linux headless Chromium leaves Vulkan alone unless it is told to; told so
 * where there is no card, it hangs.
 */
export const realGpuFlags = [
  ...headlessFlags,
  ...(linuxCard
    ? ['--ignore-gpu-blocklist', '--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface']
    : []),
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const wellKnown = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of an installed Chrome or Chromium: CHROME_PATH first, then PATH; undefined where there is none. */
export function chromiumPath() {
  const asked = process.env.CHROME_PATH;
  if (asked) return asked;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...wellKnown].find((path) => existsSync(path));
}
