/**
 * Stands between the page and its host: keeps what was loaded, so that the page opens without a network, and adds the two
 * headers that cross-origin isolation needs, without which WebAssembly has no threads, for hosts that cannot set any.
 */

import { CONTENT_POLICY } from './content-policy.ts';

// The types of a service worker's global scope cannot be had beside those of other workers.
const worker = self as unknown as ServiceWorkerGlobalScope;

const CACHE = 'penumbra';
/**
 * A file is the same whoever asks for it, as a script or by `fetch`, though hosts may say that it varies; settings stand in
 * the query, and the page is the same for all of them.
 */
const SAME_FILE: MultiCacheQueryOptions = { cacheName: CACHE, ignoreSearch: true, ignoreVary: true };
/**
 * Files kept, the latest: a visit loads about forty-five, most of which the next build has under other names. What it has
 * under the same name was kept long ago and is needed still, so there is room for the files of many builds.
 */
const MOST_FILES = 400;
/** Tells the page whether a file was kept here. Of others the browser may have a copy of its own, so that nobody knows. */
const KEPT = 'Penumbra-Kept';
/** Names with a hash of their content: what is behind them never changes. */
const IMMUTABLE = /\/assets\/[^/]+-[\w-]{8}\.\w+$/;

// The first one takes the page it was called by. A newer one waits until no page is open that an older one serves: what
// is in the middle of a run keeps the files it began with.
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin || request.headers.has('range')) return;
  event.respondWith(IMMUTABLE.test(pathname) ? fromCacheFirst(event) : fromNetworkFirst(event));
});

async function fromCacheFirst(event: FetchEvent): Promise<Response> {
  const known = await caches.match(event.request, SAME_FILE);
  return known ?? fromNetwork(event, { [KEPT]: 'no' });
}

async function fromNetworkFirst(event: FetchEvent): Promise<Response> {
  try {
    return await fromNetwork(event);
  } catch (error) {
    const known = await caches.match(event.request, SAME_FILE);
    if (known) return known;
    throw error;
  }
}

async function fromNetwork(event: FetchEvent, more: Record<string, string> = {}): Promise<Response> {
  const found = await fetch(event.request);
  // Redirects and opaque responses cannot be written anew.
  if (found.status === 0 || found.redirected || found.type === 'opaqueredirect') return found;
  const headers = new Headers(found.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.set('Content-Security-Policy', CONTENT_POLICY);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  const { status, statusText } = found;
  const isolated = new Response(found.body, { status, statusText, headers });
  if (found.ok) event.waitUntil(keep(event.request, isolated.clone()));
  return isolated;
}

/** A full disk costs the offline copy, nothing else. */
async function keep(request: Request, response: Response): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    const headers = new Headers(response.headers);
    headers.set(KEPT, 'yes');
    await cache.delete(request, SAME_FILE);
    await cache.put(request, new Response(response.body, { headers }));
    const files = await cache.keys();
    for (const old of files.slice(0, Math.max(0, files.length - MOST_FILES))) await cache.delete(old);
  } catch (error) {
    console.warn('This page could not be kept for use without a network.', error);
  }
}
