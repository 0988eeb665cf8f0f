import type { Commands } from '../../engine/client.ts';

/**
 * A page that no service worker brought, as where the host isolates it by its own headers, gets one once it stands, so that
 * it opens without a network from now on. What was loaded before that is then asked for once more, for it to be kept:
 * browsers mostly still have it.
 * @param standing resolves, with the engine, when all is loaded.
 */
export async function keepOffline(standing: Promise<Pick<Commands, 'filesFetched'>>): Promise<void> {
  const engine = await standing;
  if (!isSecureContext || !('serviceWorker' in navigator) || navigator.serviceWorker.controller) return;
  try {
    await navigator.serviceWorker.register('./service-worker.js');
    await controlled();
    const here = performance.getEntriesByType('resource').map(({ name }) => name);
    const files = new Set([location.origin + location.pathname, ...here, ...(await engine.filesFetched())]);
    for (const file of files) {
      if (new URL(file).origin !== location.origin) continue;
      const found = await fetch(file, { cache: 'force-cache' });
      // To its end, or it is not kept to its end.
      await found.arrayBuffer();
    }
  } catch (error) {
    console.warn('This page could not be kept for use without a network.', error);
  }
}

/** Until then requests pass the service worker by. */
function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  return new Promise((resolve) => {
    if (serviceWorker.controller) resolve();
    else serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}
