/** What this browser can do, as plain facts for the page and for the choice of a device. */
import { adapterName } from './adapter.ts';
import { isIsolated, processors, wasmThreads } from './surroundings.ts';

export interface AdapterFacts {
  readonly name: string;
  /** A rasteriser in software: right, but tens of times slower than WebAssembly. */
  readonly fallback: boolean;
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly timestamps: boolean;
}

export interface Capabilities {
  /** navigator.gpu is there. */
  readonly webgpu: boolean;
  /** undefined: there is no WebGPU, or it has no adapter. */
  readonly adapter: AdapterFacts | undefined;
  readonly simd: boolean;
  /** WebAssembly may suspend for promises: ONNX Runtime's smaller WebGPU build. */
  readonly jspi: boolean;
  readonly crossOriginIsolated: boolean;
  readonly processors: number;
  /** How many threads ONNX Runtime may use on WebAssembly. */
  readonly threads: number;
}

/** The outside world; tests put stand-ins here. */
export interface World {
  readonly gpu: Pick<GPU, 'requestAdapter'> | undefined;
  readonly webAssembly:
    | { validate(bytes: Uint8Array<ArrayBuffer>): boolean; readonly Suspending?: unknown }
    | undefined;
  readonly crossOriginIsolated: boolean;
  readonly processors: number;
  readonly threads: number;
}

/** The world this code runs in. */
export const thisWorld = (): World => ({
  gpu: (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu,
  webAssembly: (globalThis as { WebAssembly?: World['webAssembly'] }).WebAssembly,
  crossOriginIsolated: isIsolated(),
  processors: processors(),
  threads: wasmThreads(),
});

/** Never throws: what cannot be found out is not there. */
export async function capabilities(world: World = thisWorld()): Promise<Capabilities> {
  const adapter = await findAdapter(world);
  return {
    webgpu: world.gpu !== undefined,
    adapter: adapter && factsOf(adapter),
    simd: hasSimd(world),
    jspi: world.webAssembly?.Suspending !== undefined,
    crossOriginIsolated: world.crossOriginIsolated,
    processors: world.processors,
    threads: world.threads,
  };
}

/** The fastest adapter there is; undefined where there is none. Never throws. */
export async function findAdapter({ gpu }: World): Promise<GPUAdapter | undefined> {
  try {
    const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
    return adapter ?? undefined;
  } catch {
    return undefined;
  }
}

export const factsOf = ({ info, limits, features }: GPUAdapter): AdapterFacts => ({
  name: adapterName(info),
  // Chrome before 138 does not tell isFallbackAdapter; its software adapter calls itself SwiftShader.
  fallback: info.isFallbackAdapter === true || /swiftshader|llvmpipe/i.test(adapterName(info)),
  maxBufferSize: limits.maxBufferSize,
  maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
  timestamps: features.has('timestamp-query'),
});

/**
 * (module (func (drop (i8x16.popcnt (i8x16.splat (i32.const 0)))))): valid only with fixed-width SIMD.
 * Opcodes: WebAssembly core specification, binary format, vector instructions.
 */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 4, 1, 96, 0, 0],
  ...[3, 2, 1, 0],
  ...[10, 11, 1, 9, 0, 65, 0, 253, 15, 253, 98, 26, 11],
);

export function hasSimd({ webAssembly }: World): boolean {
  try {
    return webAssembly?.validate(simdModule) ?? false;
  } catch {
    return false;
  }
}
