import { expect, test } from 'vitest';
import type { Capabilities } from '../../engine/protocol/device.ts';
import { shortcomings } from './capabilities.ts';

const whole: Capabilities = {
  webgpu: 'real',
  adapter: 'nvidia ampere',
  crossOriginIsolated: true,
  threads: 8,
  simd: true,
};
const about = (capabilities: Partial<Capabilities>) =>
  shortcomings({ ...whole, ...capabilities }).map(({ what, means, works }) => `${what} ${means} ${works}`);

test('a machine that lacks nothing is told nothing; nor is one whose line about the device says it all', () => {
  expect(about({})).toEqual([]);
  expect(about({ webgpu: 'fallback', adapter: 'SwiftShader' })).toEqual([]);
});

test('each lack is named, with what still works', () => {
  expect(about({ webgpu: 'none' })).toEqual([expect.stringMatching(/no WebGPU.*Everything still works/)]);
  expect(about({ crossOriginIsolated: false })).toEqual([
    expect.stringMatching(/not cross-origin isolated.*one thread/),
  ]);
});

test('without SIMD training works on a real WebGPU, and nowhere else', () => {
  expect(about({ simd: false })[0]).toMatch(/Training works on WebGPU/);
  const [simd, webgpu] = about({ simd: false, webgpu: 'none' });
  expect(simd).toMatch(/update this one/);
  expect(webgpu).toMatch(/no WebGPU/);
});
