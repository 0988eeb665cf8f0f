import { expect, test } from 'vitest';
import { newWebGpuDevice } from './testing/index.ts';
import { axpy } from './testing/toy-kernels.ts';
import { doublingModel } from './testing/toy-models.ts';

/** Firefox, Safari and Chrome before 137 have no WebAssembly.Suspending; each test file has a page of its own. */
test('without JSPI, sessions run on the asyncify build and share memory with kernels as well', async () => {
  Reflect.deleteProperty(WebAssembly, 'Suspending');
  const device = await newWebGpuDevice();
  const session = await device.session(doublingModel());
  const one = device.upload('f32', [2], Float32Array.of(1, 1));
  const x = device.upload('f32', [2], Float32Array.of(3, 4));
  device.run(axpy, { x: one, y: x }, { a: 0.5, n: 2, shift: 0 });
  const { doubled } = await session.run({ x }, ['doubled']);
  if (!doubled) throw new Error('An output is missing.');
  device.run(axpy, { x: one, y: doubled }, { a: 0, n: 2, shift: -1 });
  expect((await device.read(doubled))[0]).toEqual(Float32Array.of(7, 9));
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  expect(loaded.some((name) => name.includes('asyncify.wasm'))).toBe(true);
  expect(loaded.some((name) => name.includes('jspi'))).toBe(false);
  await device.destroy();
});
