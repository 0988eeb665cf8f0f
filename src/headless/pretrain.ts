/**
 * `npm run pretrain`: base weights for fine-tuning, from procedural shapes that share neither class nor texture with the
 * demo. Goes on where it was interrupted.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createWasmDevice } from '../compute/wasm.ts';
import { catalogue } from '../data/families/catalogue.ts';
import { familyScene } from '../data/families/scene.ts';
import { defaultSettings } from '../settings/settings.ts';
import { namedParameters, startFrom } from '../training/base-weights.ts';
import { networkOptions } from '../training/network-options.ts';
import type { PooledImage } from '../training/pool.ts';
import { readTensors, writeTensors } from '../training/safetensors.ts';
import { Segmenter } from '../training/segmenter.ts';
import { type Checkpoint, Trainer } from '../training/trainer.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { Progress } from './progress.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '6000' },
    batch: { type: 'string', default: '8' },
    scenes: { type: 'string', default: '4000' },
    side: { type: 'string', default: '128' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string' },
    /** Base weights to go on from, with a class head of its own. */
    from: { type: 'string' },
    out: { type: 'string', default: 'public/base-weights.safetensors' },
  },
});

/** Steps that an interruption may cost. */
const CHECKPOINT_STEPS = 200;

const [steps, batch, scenes, side, seed] = [
  values.steps,
  values.batch,
  values.scenes,
  values.side,
  values.seed,
].map(Number);

function pooled(index: number): PooledImage {
  const { pixels, instances } = familyScene(seed, index, side);
  const transform = { scale: 1, width: side, height: side };
  return { id: index, pixels, transform, width: side, height: side, instances };
}

const settings = {
  ...defaultSettings,
  rule: 'off' as const,
  augmentation: 'mild' as const,
  seed,
  batch,
  steps,
};
const progress = new Progress('base weights', steps);
const images: PooledImage[] = [];
for (let index = 0; index < scenes; index++) images.push(pooled(index));
progress.say(`${scenes} scenes of ${catalogue.length} classes`);

const device = await createWasmDevice(values.threads ? Number(values.threads) : undefined);
const segmenter = new Segmenter(device, networkOptions(side, catalogue.length, 12));
const file = new CheckpointFile<Checkpoint>(
  'out/pretrain/checkpoint.bin',
  JSON.stringify([segmenter.layout.specs, settings, scenes, side, values.from]),
);
const start =
  values.from === undefined
    ? undefined
    : startFrom(readTensors(await readFile(values.from)), segmenter.layout, seed);
const trainer = new Trainer(segmenter, { labelled: images, start }, settings, await file.read());
if (trainer.step > 0) progress.say(`going on from step ${trainer.step}`);
while (!trainer.finished) {
  const { losses } = await trainer.advance();
  progress.step(trainer.step, losses.total);
  if (trainer.step % CHECKPOINT_STEPS === 0) await file.write(await trainer.checkpoint());
}
const { weights } = await trainer.checkpoint();
const bytes = writeTensors({
  tensors: namedParameters(segmenter.layout, weights.teacher, 'transferable'),
  metadata: {
    'made by': 'npm run pretrain (Penumbra), from procedural shapes',
    steps: String(steps),
    batch: String(batch),
    scenes: String(scenes),
    seed: String(seed),
    ...(values.from === undefined ? {} : { from: values.from }),
  },
});
await writeFile(values.out, bytes);
await file.remove();
progress.say(`${values.out}: ${(bytes.length / 2 ** 20).toFixed(2)} MB`);
trainer.dispose();
await segmenter.release();
await device.destroy();
