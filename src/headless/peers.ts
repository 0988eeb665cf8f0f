/**
 * One convolution forward and backward, here and in the peers, in one run. The peers are installed by this command
 * alone, outside the project's packages.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Device } from '../compute/device.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { Builder } from '../onnx/builder.ts';
import { differentiate, gradientName } from '../onnx/differentiate.ts';
import { writeModel } from '../onnx/write.ts';

const FOLDER = 'out/peers';
const PACKAGES = ['@jax-js/jax'];

/** x [B, C, H, W] convolved with w [K, C, 3, 3], stride 1, same size. */
interface Layer {
  readonly batch: number;
  readonly channels: number;
  readonly size: number;
}

const LAYERS: readonly Layer[] = [
  { batch: 4, channels: 64, size: 64 },
  { batch: 4, channels: 48, size: 32 },
  { batch: 4, channels: 24, size: 64 },
];

const noise = (size: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898) * 0.5);

/** Best of a few runs, in milliseconds: the machine's noise only ever adds. */
async function best(runs: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const begun = performance.now();
    await run();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}

async function timeOurs(device: Device, { batch, channels, size }: Layer): Promise<number> {
  const g = new Builder('conv');
  const x = g.input('x', [batch, channels, size, size]);
  const w = g.input('w', [channels, channels, 3, 3]);
  g.output(g.conv(x, w, undefined, { pad: 1 }), 'y');
  const { forward, backward, saved, backwardReads } = differentiate(g.build(), {
    wrt: ['x', 'w'],
    from: ['y'],
  });
  const forwardSession = await device.session(writeModel(forward));
  const backwardSession = await device.session(writeModel(backward));
  const feeds = {
    x: device.upload('f32', x.shape, noise(batch * channels * size * size)),
    w: device.upload('f32', w.shape, noise(channels * channels * 9)),
  };
  const time = await best(10, async () => {
    const out = await forwardSession.run(feeds);
    const known: Record<string, (typeof out)[string]> = { ...feeds, ...out };
    const read = Object.fromEntries([...saved, ...backwardReads].map((name) => [name, known[name]]));
    const gradients = await backwardSession.run({ [gradientName('y')]: out.y, ...read });
    for (const tensor of [...Object.values(out), ...Object.values(gradients)]) tensor.dispose();
  });
  await forwardSession.release();
  await backwardSession.release();
  return time;
}

/** What is used of @jax-js/jax. */
interface JaxArray {
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  mul(other: JaxArray): JaxArray;
  sum(): JaxArray;
  data(): Promise<Float32Array>;
}
interface Jax {
  init(device: string): Promise<unknown>;
  defaultDevice(device: string): unknown;
  readonly numpy: { array(data: Float32Array): JaxArray };
  readonly lax: {
    convGeneralDilated(x: JaxArray, w: JaxArray, strides: number[], padding: string): JaxArray;
  };
  grad(
    f: (x: JaxArray, w: JaxArray) => JaxArray,
    options: { argnums: number[] },
  ): (x: JaxArray, w: JaxArray) => JaxArray[];
}

async function timeJax(jax: Jax, { batch, channels, size }: Layer): Promise<number> {
  const x = jax.numpy.array(noise(batch * channels * size * size)).reshape([batch, channels, size, size]);
  const w = jax.numpy.array(noise(channels * channels * 9)).reshape([channels, channels, 3, 3]);
  // Half the square of the output: its cotangent is the output itself, so nothing can be simplified away.
  const gradient = jax.grad(
    (a, b) => {
      const y = jax.lax.convGeneralDilated(a, b, [1, 1], 'SAME');
      return y.ref.mul(y).sum();
    },
    { argnums: [0, 1] },
  );
  return best(2, () => Promise.all(gradient(x.ref, w.ref).map((array) => array.data())));
}

const words = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', FOLDER, ...PACKAGES];
console.log(`\nInstalling ${PACKAGES.join(', ')} into ${FOLDER} ...`);
if (spawnSync('npm', words, { stdio: 'ignore' }).status !== 0) {
  throw new Error(`npm could not install ${PACKAGES.join(', ')}; the comparison needs the npm registry.`);
}
const path = resolve(FOLDER, 'node_modules/@jax-js/jax/dist/index.js');
const jax = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Jax;
await jax.init('wasm');
jax.defaultDevice('wasm');
// jax-js first: ONNX Runtime brings a Worker to Node that jax-js would take for a browser's. Without one it runs on
// one thread, so ours does too.
const theirs = [];
for (const layer of LAYERS) theirs.push(await timeJax(jax, layer));
const device = await createWasmDevice(1);
console.log('\n3x3 convolution, forward and both gradients, WebAssembly with one thread each\n');
console.log('| layer | Penumbra, ms | jax-js, ms | ratio |\n| --- | ---: | ---: | ---: |');
for (const [i, layer] of LAYERS.entries()) {
  const ours = await timeOurs(device, layer);
  const { batch, channels, size } = layer;
  const shape = `${batch}x${channels}x${size}x${size} -> ${channels}`;
  console.log(
    `| ${shape} | ${ours.toFixed(1)} | ${theirs[i].toFixed(0)} | ${(theirs[i] / ours).toFixed(1)} |`,
  );
}
await device.destroy();
process.exit(0);
