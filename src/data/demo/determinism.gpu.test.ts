import { expect, test } from 'vitest';
import { demoDataset } from './index.ts';
import { fingerprint } from './testing/fingerprint.ts';
import { pinned } from './testing/pinned.ts';

// No GPU is asked for: this suite is the one that runs in a browser.
test('a browser makes the same bytes as Node', async () => {
  for (const scene of pinned) {
    expect(await fingerprint(demoDataset(scene.options).dataset, scene.id)).toBe(scene.fingerprint);
  }
});
