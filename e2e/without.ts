import type { Page } from '@playwright/test';

/** What a browser may lack, as statements that take it away; the engine looks for it in its worker. */
const takeAway = {
  webgpu: `
    Object.defineProperty(Object.getPrototypeOf(navigator), 'gpu', { get: () => undefined, configurable: true });`,
  // The software adapter, as a real one whose driver refuses every program.
  'a GPU that works': `
    Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
    Object.defineProperty(GPUAdapterInfo.prototype, 'architecture', { get: () => 'stand-in' });
    for (const word of ['device', 'description'])
      Object.defineProperty(GPUAdapterInfo.prototype, word, { get: () => '' });
    for (const name of ['createComputePipeline', 'createComputePipelineAsync']) {
      const make = GPUDevice.prototype[name];
      GPUDevice.prototype[name] = function ({ compute, ...others }) {
        return make.call(this, { ...others, compute: { ...compute, entryPoint: 'missing' } });
      };
    }`,
  simd: `
    const valid = WebAssembly.validate;
    WebAssembly.validate = (bytes) => {
      const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
      // Every SIMD instruction begins with the byte 0xfd; a module as small as a probe has it nowhere else.
      return !(view.length < 256 && view.includes(0xfd)) && valid(bytes);
    };`,
} as const;

/**
 * Takes something away from the page and from its worker. The content policy lets no other script in, so the worker's own
 * begins with the statements; it looks for what is there when it is asked, not when it is loaded.
 */
export async function without(page: Page, what: keyof typeof takeAway): Promise<void> {
  const code = takeAway[what];
  await page.addInitScript(code);
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}
