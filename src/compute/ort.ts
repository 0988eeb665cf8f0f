/// <reference path="./ort-files.d.ts" />
/**
 * The one place that loads ONNX Runtime. Everything comes by dynamic import, so that the page's first load has none
 * of it. Three builds, by what is needed (sizes gzipped):
 *   wasm      the WebAssembly provider alone: the wasm device, in the browser;
 *   jspi      both providers, needs WebAssembly.Suspending (Chrome 137): the webgpu device;
 *   asyncify  both providers, bigger and slower, runs everywhere WebGPU does.
 * In Node the package's own Node build runs the WebAssembly provider; its pthreads are worker_threads.
 */
import type * as OnnxRuntime from 'onnxruntime-web';
import { download } from './download.ts';
import { sentence, UnavailableError } from './errors.ts';
import { inNode, isIsolated, wasmThreads } from './surroundings.ts';
import { Turns } from './turns.ts';

export type Ort = typeof OnnxRuntime;
export type OrtBuild = 'wasm' | 'jspi' | 'asyncify';

/** Run options: a run that fails throws, it need not print as well. */
export const quietRun = { logSeverityLevel: 4 } as const;

const loaded = new Map<OrtBuild, Promise<Ort>>();

const turns = new WeakMap<Ort, Turns>();

/** Sessions of one build take turns, whatever device they are on. */
export function turnsOf(ort: Ort): Turns {
  const known = turns.get(ort) ?? new Turns();
  turns.set(ort, known);
  return known;
}

/**
 * Loads a build once and sets its number of threads (one where threads cannot be had); that number is fixed from
 * then on, for the life of the page.
 * @throws UnavailableError where it cannot be loaded; a later call tries again.
 */
export function loadOrt(build: OrtBuild, threads: number): Promise<Ort> {
  const known = loaded.get(build);
  if (known) return known;
  const loading = (inNode() ? importInNode() : importInBrowser(build)).then(
    (ort) => {
      ort.env.wasm.numThreads = isIsolated() ? threads : 1;
      ort.env.wasm.proxy = false;
      // Errors are thrown; what it would print besides is not for people.
      ort.env.logLevel = 'fatal';
      return ort;
    },
    (cause: unknown) => {
      loaded.delete(build);
      throw new UnavailableError(
        `ONNX Runtime (${build}) could not be loaded: ${sentence(cause)}`,
        'Check the connection and reload the page.',
        { cause },
      );
    },
  );
  loaded.set(build, loading);
  return loading;
}

/** A build that is loaded already, else the smallest: each of them has the WebAssembly provider. */
export function anyOrt(): Promise<Ort> {
  const [known] = loaded.values();
  return known ?? loadOrt('wasm', wasmThreads());
}

/** The name is not a literal, or Vite would put the package's default build, 28 MB of it, into the site. */
async function importInNode(): Promise<Ort> {
  const name = ['onnxruntime', 'web'].join('-');
  return import(/* @vite-ignore */ name);
}

async function importInBrowser(build: OrtBuild): Promise<Ort> {
  switch (build) {
    case 'wasm':
      return withFiles(import('onnxruntime-web/wasm'), import('./ort-files-wasm.ts'));
    case 'jspi':
      return withFiles(import('onnxruntime-web/jspi'), import('./ort-files-jspi.ts'));
    case 'asyncify':
      return withFiles(import('onnxruntime-web/webgpu'), import('./ort-files-asyncify.ts'));
  }
}

/** What stands in an `ort-files-*.ts`. */
interface Files {
  files(): { readonly mjs: string; readonly wasm: string; readonly bytes: number };
}

/**
 * It could fetch its WebAssembly itself. Fetched here, a person sees how far it has come, and what failed can be tried
 * again: ONNX Runtime never tries twice.
 */
async function withFiles(script: Promise<Ort>, addresses: Promise<Files>): Promise<Ort> {
  const binary = addresses.then(({ files }) => {
    const { wasm, bytes } = files();
    return download('ONNX Runtime', wasm, bytes);
  });
  const [ort, { files }, wasmBinary] = await Promise.all([script, addresses, binary]);
  ort.env.wasm.wasmPaths = { mjs: files().mjs };
  ort.env.wasm.wasmBinary = wasmBinary;
  return ort;
}
