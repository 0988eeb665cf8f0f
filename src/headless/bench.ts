/** `npm run bench`: where a training step's time goes, per phase, in one table. Not part of the tests. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Device } from '../compute/device.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { demoDataset } from '../data/demo/index.ts';
import { trainingNetwork } from '../network/segmenter.ts';
import { multiplyAdds } from '../onnx/cost.ts';
import { defaultSettings } from '../settings/settings.ts';
import { poolImage } from '../training/pool.ts';
import { Segmenter } from '../training/segmenter.ts';
import { PHASES, type Phase } from '../training/train-step.ts';
import { networkOptions, Trainer } from '../training/trainer.ts';

const { values } = parseArgs({
  options: {
    side: { type: 'string', default: '128' },
    batch: { type: 'string', default: '4' },
    steps: { type: 'string', default: '40' },
    threads: { type: 'string' },
    peers: { type: 'boolean', default: false },
  },
});

type Part = Phase | 'rest';
const parts: readonly Part[] = [...PHASES, 'rest'];

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/** Milliseconds of each part of `steps` training steps on demo scenes, after five steps of warm-up. */
async function timeSteps(
  device: Device,
  side: number,
  batch: number,
  steps: number,
): Promise<Map<Part, number[]>> {
  const { dataset, splits } = demoDataset({ training: 16 });
  const images = [];
  for (const id of splits.training) images.push(await poolImage(dataset, id, side, { truth: true }));
  const segmenter = new Segmenter(device, networkOptions(side, dataset.categories.length));
  await segmenter.prepare({ training: batch });
  const trainer = new Trainer(segmenter, { labelled: images }, { ...defaultSettings, batch, steps: 10_000 });
  const times = new Map<Part, number[]>(parts.map((part) => [part, []]));
  for (let step = 0; step < steps + 5; step++) {
    const marks: [Part, number][] = [];
    let last = performance.now();
    const mark = (part: Part): void => {
      const now = performance.now();
      marks.push([part, now - last]);
      last = now;
    };
    await trainer.advance(mark);
    mark('rest');
    if (step >= 5) for (const [part, time] of marks) times.get(part)?.push(time);
  }
  trainer.dispose();
  await segmenter.release();
  return times;
}

const side = Number(values.side);
const batch = Number(values.batch);
const device = await createWasmDevice(values.threads ? Number(values.threads) : undefined);
const { model } = trainingNetwork(networkOptions(side, 8), 1);
const cost = multiplyAdds(model);
const times = await timeSteps(device, side, batch, Number(values.steps));
const medians = parts.map((part) => [part, median(times.get(part) ?? [])] as const);
const total = medians.reduce((sum, [, time]) => sum + time, 0);

console.log(`\n${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`);
console.log(
  `${device.description}; batch ${batch} at ${side}x${side}, ${(cost / 1e6).toFixed(0)} MMAC per image forward\n`,
);
console.log('| part | ms (median) | share |\n| --- | ---: | ---: |');
for (const [part, time] of medians) {
  console.log(`| ${part} | ${time.toFixed(1)} | ${((100 * time) / total).toFixed(0)} % |`);
}
console.log(`| **step** | **${total.toFixed(1)}** | ${(1000 / total).toFixed(2)} steps/s |`);
await device.destroy();
if (values.peers) {
  const words = ['src/commands/run.mjs', 'src/headless/peers.ts'];
  process.exit(spawnSync('node', words, { stdio: 'inherit' }).status ?? 1);
}
process.exit(0);
