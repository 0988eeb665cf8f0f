/** What every device must do; run by device.test.ts (wasm, in Node) and device.gpu.test.ts (webgpu, in Chromium). */
import { expect, test } from 'vitest';
import type { Device } from '../device.ts';
import { kernelSuite } from './kernel-suite.ts';
import { sessionSuite } from './session-suite.ts';
import { tensorSuite } from './tensor-suite.ts';
import { measure } from './toy-kernels.ts';
import { doublingModel } from './toy-models.ts';
import { f32 } from './workbench.ts';

/** @param get the device under test, one for all tests; each test leaves nothing on it. */
export function deviceSuite(get: () => Promise<Device>): void {
  tensorSuite(get);
  kernelSuite(get);
  sessionSuite(get);
}

/** What happens when a device goes; `make` gives a fresh one each time. */
export function endSuite(make: () => Promise<Device>): void {
  test('a destroyed device says so, and later calls say it too', async () => {
    const device = await make();
    const x = device.upload('f32', [1], f32(1));
    const session = await device.session(doublingModel());
    await device.destroy();
    expect((await device.lost).reason).toBe('it was destroyed');
    const gone = /The device is gone: it was destroyed. Choose a device again/;
    expect(() => device.create('f32', [1])).toThrow(gone);
    expect(() => device.write(x, f32(1))).toThrow(gone);
    expect(() => device.run(measure, { marks: x, signs: x } as never, {})).toThrow(gone);
    await expect(device.read(x)).rejects.toThrow(gone);
    await expect(session.run({ x })).rejects.toThrow(gone);
    await expect(device.session(doublingModel())).rejects.toThrow(gone);
    await session.release();
    x.dispose();
    await device.destroy();
  });

  test('a new device works after an old one went', async () => {
    const old = await make();
    const tensor = old.upload('f32', [1], f32(3));
    const oldSession = await old.session(doublingModel());
    const { doubled } = await oldSession.run({ x: tensor }, ['doubled']);
    expect(doubled?.size).toBe(1);
    const device = await make();
    await expect(device.read(tensor)).rejects.toThrow(/belongs to another device/);
    await old.destroy();
    const session = await device.session(doublingModel());
    const x = device.upload('f32', [2], f32(5, 6));
    const results = await session.run({ x }, ['doubled']);
    if (!results.doubled) throw new Error('An output is missing.');
    expect((await device.read(results.doubled))[0]).toEqual(f32(10, 12));
    await device.destroy();
  });
}
