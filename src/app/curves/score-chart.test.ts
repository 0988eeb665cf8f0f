import { expect, test } from 'vitest';
import { onCommonSteps } from './score-chart.tsx';

test('curves with steps of their own share an axis', () => {
  expect(
    onCommonSteps([
      [
        [100, 150, 200],
        [1, Number.NaN, Number.NaN],
      ],
      [
        [50, 200],
        [7, 8],
      ],
    ]),
  ).toEqual([
    [50, 100, 200],
    [null, 1, null],
    [7, null, 8],
  ]);
  expect(onCommonSteps([[[], []]])).toEqual([[], []]);
});
