import type { Page } from '@playwright/test';

/** What a browser may lack, as statements that take it away; the engine looks for it in its worker. */
const takeAway = {
  webgpu: `
    Object.defineProperty(Object.getPrototypeOf(navigator), 'gpu', { get: () => undefined, configurable: true });`,
  simd: `
    const valid = WebAssembly.validate;
    WebAssembly.validate = (bytes) => {
      const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
      // Every SIMD instruction begins with the byte 0xfd; a module as small as a probe has it nowhere else.
      return !(view.length < 256 && view.includes(0xfd)) && valid(bytes);
    };`,
} as const;

/** Takes something away from the page and from every worker that it starts, before their own code runs. */
export async function without(page: Page, what: keyof typeof takeAway): Promise<void> {
  const code = takeAway[what];
  await page.addInitScript(code);
  await page.addInitScript((statements) => {
    const Original = Worker;
    globalThis.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        // Modules are evaluated in the order of their imports: the statements first, then the worker itself.
        const scripts = [
          `data:text/javascript,${encodeURIComponent(statements)}`,
          new URL(url, location.href).href,
        ];
        const wrapper = scripts.map((script) => `import ${JSON.stringify(script)};`).join('\n');
        super(URL.createObjectURL(new Blob([wrapper], { type: 'text/javascript' })), options);
      }
    };
  }, code);
}
