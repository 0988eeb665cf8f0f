import { describe, expect, test } from 'vitest';
import { DeviceLostError, KernelError } from './errors.ts';
import { read } from './kernel.ts';
import { deviceSuite, endSuite } from './testing/device-suite.ts';
import { expectKernelMatchesTwin, newWebGpuDevice, testDevice } from './testing/index.ts';
import { axpy } from './testing/toy-kernels.ts';
import { addingModel, doublingModel } from './testing/toy-models.ts';
import { createWebGpuDevice } from './webgpu.ts';

describe('the webgpu device', () => {
  deviceSuite(testDevice);
});

describe('the end of a webgpu device', () => {
  endSuite(newWebGpuDevice);
});

/** An adapter that shows the GPUDevice it gives, so that a test can take it away as a driver would. */
async function adapterWithHandle(): Promise<{ adapter: GPUAdapter; take: () => GPUDevice }> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('No adapter.');
  let given: GPUDevice | undefined;
  const request = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    given = await request(descriptor);
    return given;
  };
  return {
    adapter,
    take: () => {
      if (!given) throw new Error('No device was asked for.');
      return given;
    },
  };
}

describe('a webgpu device that is lost', () => {
  test('in the middle of a run: the run rejects, later calls say why, a new device works', async () => {
    const { adapter, take } = await adapterWithHandle();
    const device = await createWebGpuDevice(adapter);
    const session = await device.session(doublingModel());
    const x = device.upload('f32', [1], Float32Array.of(2));
    const { doubled } = await session.run({ x }, ['doubled']);
    const reading = device.read(x);
    take().destroy();
    await expect(reading).rejects.toThrow(DeviceLostError);
    await expect(session.run({ x })).rejects.toThrow(DeviceLostError);
    expect((await device.lost).reason).not.toBe('');
    expect(() => device.create('f32', [1])).toThrow(DeviceLostError);
    doubled?.dispose();
    x.dispose();
    await session.release();
    await device.destroy();

    const next = await newWebGpuDevice();
    const again = await next.session(doublingModel());
    const y = next.upload('f32', [1], Float32Array.of(21));
    const result = await again.run({ x: y }, ['doubled']);
    if (!result.doubled) throw new Error('An output is missing.');
    expect((await next.read(result.doubled))[0]).toEqual(Float32Array.of(42));
    await next.destroy();
  });
});

test('a session whose run failed is not used again: ONNX Runtime would take the old feeds', async () => {
  const device = await testDevice();
  const session = await device.session(addingModel());
  const [two, three] = [2, 3].map((count) => device.create('f32', [count]));
  if (!two || !three) throw new Error('A tensor is missing.');
  await expect(session.run({ x: two, y: three })).rejects.toThrow(/could not run the model/);
  await expect(session.run({ x: two, y: two })).rejects.toThrow(/an earlier run of this session failed/);
  await session.release();
  two.dispose();
  three.dispose();
});

describe('mistakes that only the GPU finds', () => {
  const given = { x: Float32Array.of(1), y: Float32Array.of(1) };
  const uniforms = { a: 1, n: 1, shift: 0 };

  test('WGSL that does not compile is told with its line', async () => {
    const wrong = { ...axpy, code: axpy.code.replace('uniforms.a *', 'uniforms.b *') };
    await expect(expectKernelMatchesTwin(wrong, given, uniforms)).rejects.toThrow(
      /shaders\/toy-axpy.wgsl does not compile. Line 11: [\s\S]*y\[id.x\] \+= scale \* uniforms.b[\s\S]*\^/,
    );
  });

  test('a constant that the WGSL does not have', async () => {
    const wrong = { ...axpy, constants: { scales: 1 } };
    await expect(expectKernelMatchesTwin(wrong, given, uniforms)).rejects.toThrow(
      /Kernel "toy-axpy" was refused: .*scales/,
    );
  });

  test('a binding that the WGSL writes and the declaration only reads', async () => {
    const wrong = { ...axpy, bindings: { x: read('f32'), y: read('f32') } };
    await expect(expectKernelMatchesTwin(wrong, given, uniforms)).rejects.toThrow(KernelError);
  });

  test('a twin that says something else, with the worst element', async () => {
    const wrong = { ...axpy, twin: () => undefined };
    await expect(expectKernelMatchesTwin(wrong, given, uniforms)).rejects.toThrow(
      /differ in 1 of 1 elements of "y". The worst is element 0: 3 on the GPU, 1 from the twin/,
    );
  });

  test('a tensor beyond the limits of the GPU', async () => {
    const device = await testDevice();
    expect(() => device.create('f32', [2 ** 20, 2 ** 20])).toThrow(/more than this GPU allows/);
  });

  test('memory to read into that it does not give', async () => {
    const { adapter, take } = await adapterWithHandle();
    const device = await createWebGpuDevice(adapter);
    const x = device.upload('f32', [1], Float32Array.of(1));
    const gpu = take();
    const make = gpu.createBuffer.bind(gpu);
    gpu.createBuffer = (descriptor) => make({ ...descriptor, size: 2 ** 50 });
    await expect(device.read(x)).rejects.toThrow(/^The GPU refused a command: .*1125899906842624/);
    await device.destroy();
  });
});
