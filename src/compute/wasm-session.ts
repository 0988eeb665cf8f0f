/**
 * An ONNX Runtime session over typed arrays. ONNX Runtime copies feeds into its WebAssembly heap and outputs out of
 * it; outputs preallocated by the caller are not filled on this provider (wasm-core-impl.ts, `run`: "no need to copy
 * data"), so each run hands out fresh arrays, without a further copy of ours.
 */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import type { Session, Tensor } from './device.ts';
import { checkFeeds, checkOutputs, checkOutputTypes, notLoaded, notRun, onnxType } from './feeds.ts';
import { type Ort, quietRun } from './ort.ts';
import type { WasmTensor } from './wasm-tensor.ts';

/** What a session needs of its device. */
export interface SessionHost {
  own(tensor: Tensor, where: string): WasmTensor;
  keep(shape: readonly number[], data: Float32Array): Tensor<'f32'>;
  /** Throws where the device is gone. */
  check(): void;
  take<R>(work: () => Promise<R>): Promise<R>;
  released(session: Session): void;
}

export const wasmSessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  enableCpuMemArena: true,
  enableMemPattern: true,
  logSeverityLevel: 4,
};

/** @throws ModelError where ONNX Runtime refuses the model. */
export async function wasmSession(ort: Ort, model: Uint8Array, host: SessionHost): Promise<Session> {
  // A copy of the options: ONNX Runtime writes its defaults into them.
  const options = { ...wasmSessionOptions };
  const inner = await ort.InferenceSession.create(model, options).catch((cause: unknown) => {
    throw notLoaded(cause);
  });
  checkOutputTypes(inner.outputMetadata);
  let live = true;
  const session: Session = {
    inputs: inner.inputNames,
    outputs: inner.outputNames,
    run: (feeds, outputs = inner.outputNames) =>
      host.take(async () => {
        host.check();
        if (!live) throw notRun('its session was released.', 'Load the model again.');
        checkFeeds(inner.inputMetadata, feeds);
        checkOutputs(inner.outputNames, outputs);
        const wrapped: Record<string, OrtTensor> = {};
        for (const [name, tensor] of Object.entries(feeds)) {
          const { type, data, shape } = host.own(tensor, `input "${name}" of a model`);
          wrapped[name] = new ort.Tensor(onnxType[type], data, shape);
        }
        const results = await inner.run(wrapped, outputs, quietRun).catch((cause: unknown) => {
          throw notRun(cause);
        });
        const kept: Record<string, Tensor<'f32'>> = {};
        for (const name of outputs) {
          const { data, dims } = results[name] ?? {};
          if (!(data instanceof Float32Array) || !dims) throw notRun(`output "${name}" is missing.`);
          kept[name] = host.keep(dims, data);
        }
        return kept;
      }),
    release: () =>
      host.take(async () => {
        if (!live) return;
        live = false;
        host.released(session);
        await inner.release();
      }),
  };
  return session;
}
