import { expect, test, vi } from 'vitest';
import { smallEngines, smallSettings } from './testing/small-engine.ts';

// Real training, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const start = smallEngines();
const settings = { ...smallSettings, burnIn: 2, unlabelledBatch: 2, objectnessThreshold: 0.05 };

test('thresholds are suggested beside training, which goes on as if nobody had asked', async () => {
  const alone = start();
  await alone.engine.open(settings);
  const undisturbed = await alone.losses(3);

  const asked = start();
  await asked.engine.open(settings);
  const suggesting = asked.engine.suggestThresholds();
  expect(await asked.losses(3)).toEqual(undisturbed);
  const suggestion = await suggesting;
  expect(suggestion?.candidates).toBeGreaterThan(0);
  for (const name of ['class', 'mask', 'coupled'] as const) {
    expect(suggestion?.[name]).toBeGreaterThan(0);
    expect(suggestion?.[name]).toBeLessThanOrEqual(1);
  }
  // Four labelled images in three parts, two steps each.
  expect(asked.of('suggesting').map(({ done, all }) => [done, all])).toEqual(
    [1, 2, 3, 4, 5, 6].map((done) => [done, 6]),
  );
});

test('a suggestion is given up on demand, and leaves nothing on the device', async () => {
  const small = start();
  await small.engine.open(settings);
  await small.engine.step();
  const before = small.device.memory;
  const suggesting = small.engine.suggestThresholds();
  await small.until('suggesting');
  await small.engine.cancelSuggestion();
  await expect(suggesting).rejects.toMatchObject({ name: 'AbortError' });
  expect(small.device.memory).toEqual(before);
  expect(await small.losses(1)).toHaveLength(1);
});

test('a run that ends takes its suggestion with it', async () => {
  const small = start();
  await small.engine.open(settings);
  const suggesting = small.engine.suggestThresholds();
  const ended = expect(suggesting).rejects.toMatchObject({ name: 'RunEndedError' });
  await small.until('suggesting');
  await small.engine.open({ ...settings, seed: 2 });
  await ended;
  expect(small.states.at(-1)).toBe('paused');
  expect(await small.losses(1)).toHaveLength(1);
});
