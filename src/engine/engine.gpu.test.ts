import { proxy, type Remote, wrap } from 'comlink';
import { afterEach, expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import type { Engine } from './protocol/engine.ts';
import type { EngineEvent } from './protocol/events.ts';

const settings = { ...defaultSettings, labelled: '2', batch: 1, steps: 4, warmup: 1 };
const layers = { truth: 0, teacher: 1, uncertainty: 1 };

let worker: Worker | undefined;
afterEach(() => worker?.terminate());

function startWorker(): { engine: Remote<Engine>; events: EngineEvent[] } {
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const engine = wrap<Engine>(worker);
  const events: EngineEvent[] = [];
  void engine.listen(proxy((event: EngineEvent) => void events.push(event)));
  return { engine, events };
}

const isStep = (event: EngineEvent) => event.type === 'step';

test('the worker trains on WebAssembly and hands pictures over', async () => {
  const { engine, events } = startWorker();
  const { device, validation } = await engine.open({ ...settings, device: 'wasm' });
  expect(device.kind).toBe('wasm');
  expect(device.reason).toContain('as asked');
  await engine.step();
  await expect.poll(() => events.find(isStep)).toMatchObject({ step: 1 });
  const { bitmap, topmost, step } = await engine.thumbnail(validation[0]?.id ?? 0, 96, layers);
  expect(step).toBe(1);
  expect([bitmap.width, bitmap.height, topmost.length]).toEqual([96, 96, 96 * 96]);
  const canvas = new OffscreenCanvas(96, 96);
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  const pixels = context?.getImageData(0, 0, 96, 96).data ?? new Uint8ClampedArray();
  expect(new Set(pixels).size).toBeGreaterThan(20);
});

test('errors of commands come over as sentences', async () => {
  const { engine } = startWorker();
  await expect(engine.play()).rejects.toThrow(/No run stands yet/);
  await expect(engine.open({ ...settings, device: 'wasm', labelled: '401' })).rejects.toThrow(
    /401 images cannot be labelled: there are 400/,
  );
});

test('the same on WebGPU, whose device may be lost', { timeout: 400_000 }, async () => {
  const { engine, events } = startWorker();
  const { device } = await engine.open({ ...settings, device: 'webgpu' });
  expect(device.kind).toBe('webgpu');
  await engine.step();
  await expect.poll(() => events.find(isStep)).toMatchObject({ step: 1 });
  await engine.loseDevice();
  const seconds = { timeout: 120_000 };
  // Each event is a message of its own: the last one is waited for.
  const notices = () => events.filter(({ type }) => type === 'notice');
  await expect
    .poll(notices, seconds)
    .toMatchObject([{ notice: { level: 'warning', what: expect.stringContaining('The device was lost') } }]);
  expect(events.find(({ type }) => type === 'device')).toMatchObject({ device: { kind: 'webgpu' } });
  // The new device is of use.
  const { bitmap } = await engine.thumbnail(1, 64, { truth: 1, teacher: 0, uncertainty: 0 });
  expect(bitmap.width).toBe(64);
});
