/** `npm run bench`: where a training step's time goes, per phase and device, in one table. Not part of the tests. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createWasmDevice } from '../compute/wasm.ts';
import { trainingNetwork } from '../network/segmenter.ts';
import { multiplyAdds } from '../onnx/cost.ts';
import { networkOptions } from '../training/network-options.ts';
import type { PageTimings } from './bench-in-page.ts';
import { callInPage, withChromium } from './chromium.ts';
import { parts, type TimingOptions, type Timings, timeSteps } from './time-steps.ts';

const { values } = parseArgs({
  options: {
    side: { type: 'string', default: '128' },
    batch: { type: 'string', default: '4' },
    steps: { type: 'string', default: '40' },
    threads: { type: 'string' },
    semi: { type: 'boolean', default: false },
    webgpu: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
});

interface Column {
  readonly title: string;
  readonly timings: Timings;
}

const total = (timings: Timings): number => parts.reduce((sum, part) => sum + timings[part], 0);

/** Parts down, devices across: milliseconds and share. */
function table(columns: readonly Column[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = parts.map((part) =>
    line([
      part,
      ...columns.flatMap(({ timings }) => [
        timings[part].toFixed(1),
        `${((100 * timings[part]) / total(timings)).toFixed(0)} %`,
      ]),
    ]),
  );
  const sums = columns.flatMap(({ timings }) => [
    `**${total(timings).toFixed(1)}**`,
    `${(1000 / total(timings)).toFixed(2)} steps/s`,
  ]);
  return [
    line(['part', ...columns.flatMap(({ title }) => [`${title}, ms (median)`, 'share'])]),
    line(['---', ...columns.flatMap(() => ['---:', '---:'])]),
    ...rows,
    line(['**step**', ...sums]),
  ].join('\n');
}

const onWebGpu = (options: TimingOptions): Promise<PageTimings | undefined> =>
  withChromium(async (page) => {
    page.setDefaultTimeout(0);
    return callInPage(page, '/src/headless/bench-in-page.ts', 'timeOnWebGpu', [options]);
  });

const side = Number(values.side);
const batch = Number(values.batch);
const options = { side, batch, steps: Number(values.steps), warmup: 5, semi: values.semi };
const device = await createWasmDevice(values.threads ? Number(values.threads) : undefined);
const columns: Column[] = [{ title: device.description, timings: await timeSteps(device, options) }];
const notes: string[] = [];
if (values.webgpu) {
  const found = await onWebGpu(options);
  if (found) {
    columns.push({
      title: `WebGPU, ${found.description}${found.software ? ` (software; batch ${found.batch})` : ''}`,
      timings: found.timings,
    });
    if (found.software)
      notes.push('There is no real GPU here: the software adapter shows that it works, not how fast.');
  } else notes.push('Chromium offers no WebGPU adapter here.');
}

const cost = multiplyAdds(trainingNetwork(networkOptions(side, 8, 12), 1).model);
const images = values.semi ? `${batch} labelled and ${batch} unlabelled images` : `batch ${batch}`;
console.log(`\n${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`);
console.log(`${images} at ${side}x${side}, ${(cost / 1e6).toFixed(0)} MMAC per image forward\n`);
console.log([table(columns), ...notes].join('\n\n'));
await device.destroy();
if (values.peers) {
  const words = ['src/commands/run.mjs', 'src/headless/peers.ts'];
  process.exit(spawnSync('node', words, { stdio: 'inherit' }).status ?? 1);
}
process.exit(0);
