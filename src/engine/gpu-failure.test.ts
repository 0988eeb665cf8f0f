import { expect, test, vi } from 'vitest';
import type { DevicePreference } from '../compute/choose.ts';
import type { Device, Session } from '../compute/device.ts';
import { ModelError, OutOfMemoryError, UnavailableError } from '../compute/errors.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { MemoryVault, type SmallEngine, smallEngines, smallSettings } from './testing/small-engine.ts';

// What a failure is in full goes to the console.
vi.spyOn(console, 'warn').mockImplementation(() => {});
vi.setConfig({ testTimeout: 60_000 });

const start = smallEngines();

/** Makes sessions, or fails at it, in place of the device behind it. */
type MakeSession = (model: Uint8Array, device: Device) => Promise<Session>;

/** Calls itself a GPU, and works as WebAssembly does but for its sessions. */
async function standInGpu(session: MakeSession): Promise<Device> {
  const device = await createWasmDevice(2);
  return new Proxy(device, {
    get(target, name) {
      if (name === 'kind') return 'webgpu';
      if (name === 'description') return 'WebGPU on a stand-in';
      if (name === 'session') return (model: Uint8Array) => session(model, target);
      const found: unknown = Reflect.get(target, name);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}

/** An engine that finds a GPU unless WebAssembly is asked for. */
function withGpu(session: MakeSession, vault = new MemoryVault()) {
  const asked: DevicePreference[] = [];
  const gpus: Device[] = [];
  const small = start({
    vault,
    chooseDevice: async (preference) => {
      asked.push(preference);
      const device = preference === 'wasm' ? await createWasmDevice(2) : await standInGpu(session);
      if (device.kind === 'webgpu') gpus.push(device);
      return { device, reason: 'Tests run on it.', warning: false };
    },
  });
  return { small, asked, gpus };
}

const refusing: MakeSession = () =>
  Promise.reject(new ModelError('ONNX Runtime could not load the model: no such operator.', 'Check it.'));

/** Every run from the given one on fails. */
function failingFrom(run: number): MakeSession {
  let runs = 0;
  return async (model, device) => {
    const session = await device.session(model);
    return {
      ...session,
      run: (feeds, outputs) =>
        ++runs < run
          ? session.run(feeds, outputs)
          : Promise.reject(new OutOfMemoryError('The GPU has no memory left.')),
    };
  };
}

const notices = (small: SmallEngine) => small.of('notice').map(({ notice }) => notice);

test('a GPU that cannot load the network gives way to WebAssembly, and the page is told', async () => {
  const { small, asked, gpus } = withGpu(refusing);
  const { device } = await small.engine.open({ ...smallSettings, device: 'auto' });
  const reason =
    'The GPU failed: ONNX Runtime could not load the model: no such operator. So training runs on WebAssembly with 2 threads, which is slower.';
  expect(device).toMatchObject({ kind: 'wasm', reason });
  expect(notices(small)).toContainEqual({
    level: 'warning',
    what: reason,
    where: 'preparing the network',
    advice: 'Pause and reload the page to try the GPU again.',
  });
  expect(asked).toEqual(['auto', 'wasm']);
  expect(await gpus[0]?.lost).toEqual({ reason: 'it was destroyed' });
  expect(small.states.at(-1)).toBe('paused');
  expect(await small.losses(2)).toHaveLength(2);
});

test('a GPU that fails in the middle of its first step gives way, and the curve is that of WebAssembly', async () => {
  const plain = start();
  await plain.engine.open(smallSettings);
  const losses = await plain.losses(2);
  // A forward pass, then the backward one.
  const { small, gpus } = withGpu(failingFrom(2));
  await small.engine.open({ ...smallSettings, device: 'auto' });
  expect(await small.losses(2)).toEqual(losses);
  expect(small.of('device').at(-1)?.device.kind).toBe('wasm');
  expect(notices(small).at(-1)).toMatchObject({
    level: 'warning',
    what: 'The GPU failed: The GPU has no memory left. So training runs on WebAssembly with 2 threads, which is slower.',
    where: 'step 1',
  });
  expect(await gpus[0]?.lost).toEqual({ reason: 'it was destroyed' });
  expect(small.states).not.toContain('failed');
});

test('a run that was kept goes on from where it stood when the GPU gives way', async () => {
  const vault = new MemoryVault();
  const settings = { ...smallSettings, device: 'auto' } as const;
  const before = withGpu((model, device) => device.session(model), vault);
  await before.small.engine.open(settings);
  await before.small.losses(3);
  await before.small.engine.close();
  const { small } = withGpu(failingFrom(1), vault);
  expect((await small.engine.open(settings, 'where it stood')).resumed?.step).toBe(3);
  await small.engine.step();
  expect(small.of('step').map(({ step }) => step)).toEqual([4]);
});

test('a GPU that was asked for is not left: what failed is said, and what to do', async () => {
  const { small, asked } = withGpu(refusing);
  const opening = small.engine.open({ ...smallSettings, device: 'webgpu' });
  await expect(opening).rejects.toThrow(UnavailableError);
  await expect(opening).rejects.toThrow(
    'The GPU failed: ONNX Runtime could not load the model: no such operator. ' +
      'Choose WebAssembly as the device and reset, or reload the page to try again.',
  );
  expect(asked).toEqual(['webgpu']);

  const { small: later } = withGpu(failingFrom(1));
  await later.engine.open({ ...smallSettings, device: 'webgpu' });
  await later.engine.step();
  expect(later.states.at(-1)).toBe('failed');
  expect(notices(later).at(-1)).toEqual({
    level: 'error',
    what: 'The GPU failed: The GPU has no memory left.',
    where: 'step 1',
    advice: 'Take a smaller batch, a smaller image side or WebAssembly as the device, and reset.',
  });
});

test('files that cannot be fetched are not taken for a failure of the GPU', async () => {
  const offline = new UnavailableError('ONNX Runtime could not be loaded.', 'Check the connection.');
  const { small, asked } = withGpu(() => Promise.reject(offline));
  await expect(small.engine.open({ ...smallSettings, device: 'auto' })).rejects.toThrow(offline);
  expect(asked).toEqual(['auto']);
});
