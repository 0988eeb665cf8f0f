/** What this code runs in: Node, a page or a worker. Nothing here may assume any of the three. */

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(name: 'node:os'): { availableParallelism(): number };
}

interface Globals {
  readonly process?: NodeProcess;
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly location?: { readonly href: string };
}

const surroundings: Globals = globalThis as Globals;

export const inNode = (): boolean =>
  surroundings.process?.versions?.node !== undefined && surroundings.location === undefined;

/** SharedArrayBuffer, and with it threads, needs this in browsers; Node always has it. */
export const isIsolated = (): boolean => inNode() || surroundings.crossOriginIsolated === true;

/** How many threads may run at once; 1 where nobody says. */
export function processors(): number {
  const { process, navigator } = surroundings;
  if (inNode()) return process?.getBuiltinModule?.('node:os').availableParallelism() ?? 1;
  return navigator?.hardwareConcurrency ?? 1;
}

/** More threads than this gain nothing on networks of our size and cost memory. */
const mostThreads = 8;

/** Threads that ONNX Runtime may use here. */
export const wasmThreads = (): number => (isIsolated() ? Math.min(mostThreads, processors()) : 1);

/** An address that also holds where the script is imported from elsewhere, as a pthread's worker does. */
export const absolute = (url: string): string => new URL(url, surroundings.location?.href).href;
