/** Set while the page reloads to become isolated: a second try would reload for ever. */
const TRIED = 'penumbra-isolation-tried';

/** Milliseconds that the service worker may take to stand. */
const patience = 5_000;

/**
 * Where the host sends no isolation headers, a service worker adds them; the page must then be loaded once more.
 * @returns true where it is being reloaded, and nothing else should begin.
 */
export async function becomeIsolated(): Promise<boolean> {
  if (crossOriginIsolated || !isSecureContext || !('serviceWorker' in navigator)) return false;
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, 'yes');
    await navigator.serviceWorker.register('./service-worker.js');
    const ready = navigator.serviceWorker.ready.then(() => true);
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience));
    if (!(await Promise.race([ready, late]))) return false;
    location.reload();
    return true;
  } catch (error) {
    // The capability notice says what is lost: threads.
    console.warn('No service worker could be set up to isolate this page.', error);
    return false;
  }
}
