/**
 * `node src/commands/run.mjs src/headless/bake.ts`: a real run of the method with the page's own settings (and fewer
 * steps, if wanted), of which the page shows the candidates until somebody's own training has some. Only what the
 * teacher saw last in some unlabelled images is kept, its masks in a file of their own. What is committed came from `--steps 200 --burnIn 110 --images 200`.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createWasmDevice } from '../compute/wasm.ts';
import { MOST_PARTS } from '../data/demo/layout.ts';
import { rleToString } from '../masks/string.ts';
import { type CandidateTable, isEligible } from '../metrics/candidates.ts';
import { quantise, writeCandidates } from '../metrics/quantised-candidates.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { defaultSettings } from '../settings/settings.ts';
import { BASE_WEIGHTS, startFrom } from '../training/base-weights.ts';
import { CandidatePool } from '../training/candidate-pool.ts';
import { bitsAtImageSize } from '../training/mask-bits.ts';
import { networkOptions } from '../training/network-options.ts';
import { readTensors } from '../training/safetensors.ts';
import { Segmenter } from '../training/segmenter.ts';
import { demoSource } from '../training/sources.ts';
import { Trainer } from '../training/trainer.ts';
import { ImageReader } from './image-reader.ts';
import { Progress } from './progress.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: String(defaultSettings.steps) },
    burnIn: { type: 'string', default: String(defaultSettings.burnIn) },
    images: { type: 'string', default: '90' },
    threads: { type: 'string' },
    out: { type: 'string', default: 'src/app/plane' },
  },
});

const settings = { ...defaultSettings, steps: Number(values.steps), burnIn: Number(values.burnIn) };
const progress = new Progress('a finished run', settings.steps);
const source = await demoSource(settings);
const { dataset, splits } = source;
const reader = new ImageReader();
const device = await createWasmDevice(values.threads ? Number(values.threads) : undefined);
const segmenter = new Segmenter(device, networkOptions(settings.side, dataset.categories.length, MOST_PARTS));
const base = readTensors(await readFile(join('public', BASE_WEIGHTS)));
const lessons = {
  labelled: await reader.all(source, splits.labelled, settings.side, true),
  unlabelled: reader.unlabelled(source, settings.side),
  start: startFrom(base, segmenter.layout, settings.seed),
};
const trainer = new Trainer(segmenter, lessons, settings);
const shown = new Set(splits.unlabelled.slice(0, Number(values.images)));
const candidates = new CandidatePool(settings.side);
while (!trainer.finished) {
  const { losses } = await trainer.advance();
  progress.step(trainer.step, losses.total);
  for (const image of trainer.labeller?.latest ?? [])
    if (shown.has(image.id))
      candidates.note(image, trainer.step, await reader.truth(source, image.id, settings.side));
}
const { thresholds } = trainer.labeller ?? {};
if (!thresholds) throw new Error('The run ended before its teacher labelled anything; give it more steps.');

const tenThousandths = (column: ArrayLike<number>): string =>
  Array.from(column, (value) => value.toFixed(4)).join(' ');
/** Without what is no candidate at all: the plane does not show it. */
function eligible(table: CandidateTable): CandidateTable {
  const columns = Object.entries(table).map(([name, column]) => [
    name,
    typeof column === 'number' ? column : column.filter((_: number, row: number) => isEligible(table, row)),
  ]);
  const kept = Object.fromEntries(columns) as CandidateTable;
  return { ...kept, count: kept.image.length };
}

const table = eligible(candidates.table());
const file = {
  steps: settings.steps,
  labelled: settings.labelled,
  images: candidates.size,
  centre: { class: settings.classThreshold, mask: settings.maskThreshold },
  classThresholds: tenThousandths(thresholds.class),
  maskThresholds: tenThousandths(thresholds.mask),
  candidates: writeCandidates(quantise(table)),
};
await writeFile(join(values.out, 'finished-run.json'), `${JSON.stringify(file, undefined, 2)}\n`);
const rows: string[] = [];
let side = 0;
for (let row = 0; row < table.count; row++) {
  const [image, place, step] = [table.image[row], table.place[row], table.step[row]];
  const seen = candidates.maskOf(image, place, step);
  if (!seen) throw new Error(`The mask of candidate ${place} of image ${image} is gone.`);
  const [pooled] = await reader.all(source, [image], settings.side, false);
  const mask = bitsAtImageSize(seen.bits, seen.map, settings.side / MASK_STRIDE, pooled);
  side = mask.width;
  rows.push(rleToString(mask));
}
await writeFile(join(values.out, 'finished-masks.json'), `${JSON.stringify({ side, rows }, undefined, 2)}\n`);
progress.say(`${table.count} candidates on ${candidates.size} images, written to ${values.out}`);
await device.destroy();
