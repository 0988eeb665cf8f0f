/** What tests of kernels and devices share. Only for tests: it imports Vitest. */
export { expectKernelMatchesTwin, type Tolerance } from './kernel-matches-twin.ts';
export { newWebGpuDevice, testDevice } from './test-device.ts';
