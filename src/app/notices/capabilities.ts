import type { Capabilities } from '../../engine/protocol/device.ts';

/** Something this browser cannot do, what that means, and what still works. */
export interface Shortcoming {
  readonly what: string;
  readonly means: string;
  readonly works: string;
}

/** What to tell about a machine, gravest first; empty where the line about the device says it all. */
export function shortcomings(capabilities: Capabilities): readonly Shortcoming[] {
  const { webgpu, crossOriginIsolated, simd } = capabilities;
  const found: Shortcoming[] = [];
  if (!simd) {
    found.push({
      what: 'WebAssembly has no SIMD here.',
      means: 'The network cannot run on WebAssembly, which needs SIMD instructions.',
      works:
        webgpu === 'real'
          ? 'Training works on WebGPU.'
          : 'Every current browser has SIMD: update this one, or allow it where it was switched off, to train.',
    });
  }
  if (webgpu === 'none') {
    found.push({
      what: 'This browser offers no WebGPU.',
      means: 'The network trains on the processor instead of the graphics card, several times slower.',
      works:
        'Everything still works. For WebGPU use a current Chrome or Edge with graphics acceleration switched on.',
    });
  }
  if (!crossOriginIsolated) {
    found.push({
      what: 'The page is not cross-origin isolated.',
      means: 'The server does not send the two headers (COOP and COEP) that WebAssembly threads need.',
      works: 'Everything still works, on WebAssembly with one thread; WebGPU is not affected.',
    });
  }
  return found;
}
