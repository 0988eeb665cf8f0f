export interface DeviceReport {
  readonly kind: 'webgpu' | 'wasm';
  /** "WebAssembly, 2 threads". */
  readonly description: string;
  /** A sentence: why this device. */
  readonly reason: string;
}

/** Facts for the capability notice. */
export interface Capabilities {
  readonly webgpu: 'real' | 'fallback' | 'none';
  readonly adapter: string;
  readonly crossOriginIsolated: boolean;
  readonly threads: number;
  readonly simd: boolean;
}
