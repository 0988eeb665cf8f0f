/** Every part of the page that is opened on demand. */
const onDemand: readonly (() => Promise<unknown>)[] = [
  () => import('./runs/run-sheet.tsx'),
  () => import('./tour/tour.tsx'),
  () => import('./viewer/close-up-layer.tsx'),
  () => import('../engine/close-up/client.ts').then(({ fetchDecoder }) => fetchDecoder()),
  () => import('./labelling/label-layer.tsx'),
  () => import('./labelling/label-panel.tsx'),
  () => import('./take-home/model-sheet.tsx'),
  () => import('./own/destination-sheet.tsx'),
  () => import('./plane/finished-masks.json'),
];

/**
 * Fetches, while nothing else is to do, what a person may open later: in the middle of a long run neither a lost network
 * nor an update of the site, which takes the old files away, then keeps it from them.
 */
export async function fetchAhead(): Promise<void> {
  await idle();
  for (const part of onDemand) {
    try {
      await part();
    } catch (error) {
      // It is asked for again when it is opened, and told then.
      console.warn('A part of the page could not be fetched ahead.', error);
    }
  }
}

const idle = (): Promise<unknown> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve);
    else setTimeout(resolve, 2000);
  });
