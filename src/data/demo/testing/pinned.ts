import type { DemoOptions } from '../index.ts';

/** Scenes whose bytes must be the same in Node and in every browser, and stay so. */
export const pinned: readonly { options: DemoOptions; id: number; fingerprint: string }[] = [
  { options: {}, id: 1, fingerprint: '58c44188' },
  { options: {}, id: 100_007, fingerprint: '4fd6716c' },
  {
    options: { seed: 7, size: 128, classConfusion: 1, boundarySoftness: 1 },
    id: 12,
    fingerprint: '48ff44c0',
  },
  { options: { size: 160, classConfusion: 0, boundarySoftness: 0 }, id: 200_003, fingerprint: '5aff797d' },
];
