import { expect, test } from 'vitest';
import { Drought, droughtNotice } from './drought.ts';

test('a thousand steps without a pseudo-label are worth one word', () => {
  const drought = new Drought();
  const told = Array.from({ length: 2500 }, () => drought.lasts({ kept: 0 }));
  expect(told.flatMap((now, i) => (now ? [i + 1] : []))).toEqual([1000]);
  expect(droughtNotice(1000).what).toMatch(/last 1000 steps was refused/);
});

test('a kept one, or a step without unlabelled images, begins the count anew', () => {
  const drought = new Drought();
  for (let i = 0; i < 999; i++) drought.lasts({ kept: 0 });
  expect(drought.lasts({ kept: 1 })).toBe(false);
  for (let i = 0; i < 999; i++) expect(drought.lasts({ kept: 0 })).toBe(false);
  expect(drought.lasts(undefined)).toBe(false);
  for (let i = 0; i < 999; i++) expect(drought.lasts({ kept: 0 })).toBe(false);
  expect(drought.lasts({ kept: 0 })).toBe(true);
});
