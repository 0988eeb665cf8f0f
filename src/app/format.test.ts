import { expect, test } from 'vitest';
import { bytes, downloadInWords, duration, figure, percent, share } from './format.ts';

test.each([
  [undefined, '–'],
  [Number.NaN, '–'],
  [Number.POSITIVE_INFINITY, '∞'],
  [0, '0.00'],
  [0.000012, '1.2e-5'],
  [0.01234, '0.0123'],
  [-1.5, '−1.50'],
  [99.96, '100'],
  [1234.5, '1,235'],
])('figure(%s) is %s', (value, words) => expect(figure(value)).toBe(words));

test.each([
  [undefined, '–'],
  [Number.POSITIVE_INFINITY, '–'],
  [0.4, '0 s'],
  [59.6, '1 min 0 s'],
  [200, '3 min 20 s'],
  [31 * 60 + 10, '31 min'],
  [3 * 3600 + 120, '3 h 2 min'],
])('duration(%s) is %s', (seconds, words) => expect(duration(seconds)).toBe(words));

test.each([
  [undefined, '–'],
  [999, '999 B'],
  [1500, '1.5 KB'],
  [184_000_000, '184 MB'],
  [2_100_000_000, '2.1 GB'],
])('bytes(%s) is %s', (value, words) => expect(bytes(value)).toBe(words));

test('shares have two decimals, percentages one, and what is not known is a dash', () => {
  expect([share(0.714), share(undefined), percent(45.67), percent(Number.NaN)]).toEqual([
    '0.71',
    '–',
    '45.7',
    '–',
  ]);
});

test('a download says how much of it has come, and where it came from once that is known', () => {
  const coming = { name: 'ONNX Runtime', state: 'coming', received: 6_200_000, from: undefined } as const;
  expect([
    downloadInWords({ ...coming, total: 14_239_897 }),
    downloadInWords({ ...coming, total: undefined }),
    downloadInWords({ ...coming, state: 'here', total: 6_200_000, from: 'cache' }),
    downloadInWords({ ...coming, state: 'here', total: 6_200_000, from: 'network' }),
    downloadInWords({ ...coming, state: 'here', total: 6_200_000 }),
    downloadInWords({ ...coming, state: 'failed', total: 14_239_897 }),
  ]).toEqual([
    '6.2 MB of 14 MB',
    '6.2 MB so far',
    '6.2 MB from the cache',
    '6.2 MB from the network',
    '6.2 MB',
    'could not be fetched',
  ]);
});
