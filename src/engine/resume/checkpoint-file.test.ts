import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { readTensors, writeTensors } from '../../training/safetensors.ts';
import { openSource, type SmallEngine, smallEngines, smallSettings } from '../testing/small-engine.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
import { runKey, type StoredRun } from './stored-run.ts';
import { storedRun } from './testing/stored-run.ts';

// Real training, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const start = smallEngines();

/** The run with sums in place of its weights: a million numbers are not for comparing one by one. */
function summed(run: StoredRun) {
  const { weights, ...rest } = run.checkpoint;
  const sums = Object.entries(weights).map(([name, values]: [string, Float32Array]) => [
    name,
    createHash('sha256')
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      .digest('hex'),
  ]);
  return { ...run, checkpoint: { ...rest, weights: Object.fromEntries(sums) } };
}

test('what is written is read, to the bit', () => {
  const run = { ...storedRun(), project: 'mine' };
  const read = readCheckpoint(writeCheckpoint(run));
  expect(summed(read)).toEqual(summed({ ...run, key: runKey(run.settings, 'mine') }));
  const { labeller: _, ...burnIn } = run.checkpoint;
  const young = readCheckpoint(writeCheckpoint({ ...run, firstLoss: undefined, checkpoint: burnIn }));
  expect([young.firstLoss, young.checkpoint.labeller]).toEqual([undefined, undefined]);
});

/** The file with other facts about its run, or without some tensors. */
function changed(change: (facts: Record<string, unknown>) => unknown, without?: string): Uint8Array {
  const { tensors, metadata } = readTensors(writeCheckpoint(storedRun({ parameters: 500 })));
  const kept = new Map([...tensors].filter(([name]) => name !== without));
  const facts = change(JSON.parse(metadata.run) as Record<string, unknown>);
  return writeTensors({ tensors: kept, metadata: { ...metadata, run: JSON.stringify(facts) } }, 'F32');
}
const same = (facts: Record<string, unknown>) => facts;

test('what is no checkpoint, damaged or hostile is refused in a sentence', () => {
  const good = writeCheckpoint(storedRun({ parameters: 500 }));
  const weights = writeTensors({ tensors: new Map(), metadata: {} });
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(4), /shorter than a safetensors header/],
    [good.subarray(0, good.length - 100), /does not fit where the file says it lies/],
    [weights, /holds weights, but no run to go on with/],
    [changed(same, 'first'), /lacks its "first"/],
    [changed(same, 'prototypes'), /lacks its "prototypes"/],
    [changed((facts) => ({ ...facts, version: 7 })), /cannot be used \(version\)/],
    [changed((facts) => ({ ...facts, step: -1 })), /cannot be used \(step\)/],
    [changed((facts) => ({ ...facts, classes: [] })), /cannot be used \(classes\)/],
    [changed(() => []), /cannot be used/],
    [
      changed((facts) => ({ ...facts, settings: { side: 131 } })),
      /settings that the file states cannot be used: side is 131/,
    ],
    [
      changed((facts) => ({ ...facts, settings: { rule: '<b>' } })),
      /settings that the file states cannot be used: rule is "<b>"/,
    ],
  ];
  for (const [bytes, words] of cases) expect(() => readCheckpoint(bytes)).toThrow(words);
  // Knobs of another version of this page are passed over.
  const other = changed((facts) => ({ ...facts, settings: { seed: 5, fromTheFuture: 'x' } }));
  expect(readCheckpoint(other).settings.seed).toBe(5);
});

test('bytes changed at random give a run or a sentence, nothing else', () => {
  const good = writeCheckpoint(storedRun({ parameters: 500 }));
  // A fixed sequence: what fails here fails again.
  let state = 99;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state % below;
  };
  for (let round = 0; round < 200; round++) {
    const spoilt = good.slice();
    // Where the header is, nearly every byte counts.
    for (let i = 0; i < 3; i++) spoilt[random(round % 2 === 0 ? 3000 : spoilt.length)] = random(256);
    try {
      readCheckpoint(spoilt);
    } catch (error) {
      expect(error).toHaveProperty('name', 'TensorFileError');
    }
  }
});

test('a run goes on from its file on another computer, with the same losses', async () => {
  const settings = {
    ...smallSettings,
    steps: 40,
    burnIn: 1,
    rule: 'dual',
    classThreshold: 0.1,
    maskThreshold: 0.1,
  } as const;
  const first = start();
  await first.engine.open(settings);
  for (let i = 0; i < 2; i++) await first.engine.step();
  const file = await first.engine.exportCheckpoint();
  for (let i = 0; i < 2; i++) await first.engine.step();

  const second = start();
  await second.engine.open(smallSettings);
  const kept = await second.engine.takeCheckpoint(new Blob([file]));
  expect(kept).toEqual(settings);
  const { resumed } = await second.engine.open(kept, 'where it stood');
  expect(resumed?.step).toBe(2);
  expect(resumed?.curves.losses.step).toHaveLength(2);
  for (let i = 0; i < 2; i++) await second.engine.step();
  const losses = (small: SmallEngine) =>
    small
      .of('step')
      .slice(-2)
      .map(({ losses: own }) => own);
  expect(losses(second)).toEqual(losses(first));
});

test('a file that does not fit ends nothing', async () => {
  const purposes: string[] = [];
  const small = start({
    openSource: (settings, purpose) => {
      purposes.push(purpose);
      return openSource(settings);
    },
  });
  await small.engine.open(smallSettings);
  await small.engine.step();
  const foreign = writeCheckpoint({ ...storedRun({ classes: 9 }), settings: smallSettings });
  await expect(small.engine.takeCheckpoint(new Blob([foreign]))).rejects.toThrow(
    /does not fit the images that are here .* It was trained on 9 classes, and there are 8 now/,
  );
  // Nor does it change who learns from what.
  expect(purposes).toEqual(['a run', 'a look']);
  await small.engine.step();
  expect(small.of('step').at(-1)?.step).toBe(2);
});
