/**
 * An ONNX Runtime session whose feeds and results are buffers of our own GPUDevice. ONNX Runtime owns the buffers of
 * its results and takes them back when the tensor is disposed of.
 */
import type { Tensor as OrtTensor } from 'onnxruntime-web';
import type { Session, Tensor } from './device.ts';
import { bytesPerElement } from './elements.ts';
import { checkFeeds, checkOutputs, checkOutputTypes, notLoaded, notRun, onnxType } from './feeds.ts';
import type { GpuBuffers } from './gpu-buffers.ts';
import type { GpuCommands } from './gpu-commands.ts';
import type { GpuTensor } from './gpu-tensor.ts';
import { type Ort, quietRun } from './ort.ts';

/** What a session needs of its device. */
export interface GpuSessionHost {
  readonly gpu: GPUDevice;
  readonly commands: GpuCommands;
  readonly buffers: GpuBuffers;
  /** Throws where the device is gone. */
  check(): void;
  own(tensor: Tensor, where: string): GpuTensor;
  keep(shape: readonly number[], buffer: GPUBuffer, freed: () => void): Tensor<'f32'>;
  take<R>(work: () => Promise<R>): Promise<R>;
  /** Rejects with the loss where the device goes while `work` is under way. */
  unlessLost<R>(work: Promise<R>): Promise<R>;
  /** Throws what the GPU has found wrong up to now. */
  settle(): Promise<void>;
  released(session: GpuSession): void;
}

export interface GpuSession extends Session {
  /** Releases the session and the memory of all its results, for a device that goes. */
  free(): Promise<void>;
}

/** @throws ModelError where ONNX Runtime refuses the model. */
export async function webgpuSession(ort: Ort, model: Uint8Array, host: GpuSessionHost): Promise<GpuSession> {
  const inner = await host
    .unlessLost(
      ort.InferenceSession.create(model, {
        executionProviders: [{ name: 'webgpu', device: host.gpu }],
        graphOptimizationLevel: 'all',
        preferredOutputLocation: 'gpu-buffer',
        logSeverityLevel: 4,
      }),
    )
    .catch((cause: unknown) => {
      host.check();
      throw notLoaded(cause);
    });
  checkOutputTypes(inner.outputMetadata);
  const results = new Set<OrtTensor>();
  let state: 'live' | 'broken' | 'released' | 'freed' = 'live';
  /** ONNX Runtime frees the memory of results with their session, so the session outlives its results. */
  const freeWhenUnused = async () => {
    if (state !== 'released' || results.size > 0) return;
    state = 'freed';
    host.released(session);
    await inner.release();
  };
  const keepResult = (name: string, result: OrtTensor | undefined): Tensor<'f32'> => {
    if (result?.location !== 'gpu-buffer') throw notRun(`output "${name}" is missing.`);
    results.add(result);
    const buffer: GPUBuffer = result.gpuBuffer;
    return host.keep(result.dims, buffer, () => {
      if (!results.delete(result)) return;
      result.dispose();
      host.take(freeWhenUnused).catch(() => undefined);
    });
  };
  const session: GpuSession = {
    inputs: inner.inputNames,
    outputs: inner.outputNames,
    run: (feeds, outputs = inner.outputNames) =>
      host.take(async () => {
        host.check();
        if (state === 'broken') {
          // ONNX Runtime's JavaScript holds on to the bindings of a run that failed, and would use them again
          // (wasm-core-impl.ts: `inputOutputBound` is reset on success only).
          throw notRun('an earlier run of this session failed.', 'Load the model again.');
        }
        if (state !== 'live') throw notRun('its session was released.', 'Load the model again.');
        checkFeeds(inner.inputMetadata, feeds);
        checkOutputs(inner.outputNames, outputs);
        const { wrapped, borrowed } = wrap(ort, feeds, host);
        host.commands.flush();
        try {
          const made = await host
            .unlessLost(inner.run(wrapped, outputs, quietRun))
            .catch((cause: unknown) => {
              state = 'broken';
              host.check();
              throw notRun(cause);
            });
          await host.settle().catch((fault: unknown) => {
            for (const result of Object.values(made)) result.dispose();
            throw fault;
          });
          return Object.fromEntries(outputs.map((name) => [name, keepResult(name, made[name])]));
        } finally {
          for (const buffer of borrowed) host.buffers.give(buffer);
        }
      }),
    release: () =>
      host.take(async () => {
        if (state === 'freed') return;
        state = 'released';
        await freeWhenUnused();
      }),
    free: () =>
      host.take(async () => {
        if (state === 'freed') return;
        for (const result of results) result.dispose();
        results.clear();
        state = 'released';
        await freeWhenUnused();
      }),
  };
  return session;
}

/** ONNX Runtime binds whole buffers from 0 on: a view that begins elsewhere is copied into a buffer of its own. */
function wrap(
  ort: Ort,
  feeds: Readonly<Record<string, Tensor>>,
  host: GpuSessionHost,
): { wrapped: Record<string, OrtTensor>; borrowed: GPUBuffer[] } {
  const wrapped: Record<string, OrtTensor> = {};
  const borrowed: GPUBuffer[] = [];
  for (const [name, tensor] of Object.entries(feeds)) {
    const { type, shape, size, offset, buffer } = host.own(tensor, `input "${name}" of a model`);
    let whole = buffer;
    if (offset > 0) {
      const bytes = size * bytesPerElement;
      whole = host.buffers.take(bytes).buffer;
      borrowed.push(whole);
      host.commands.encoder.copyBufferToBuffer(buffer, offset * bytesPerElement, whole, 0, bytes);
    }
    wrapped[name] = ort.Tensor.fromGpuBuffer(whole, { dataType: onnxType[type], dims: [...shape] });
  }
  return { wrapped, borrowed };
}
