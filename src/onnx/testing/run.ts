import type * as OnnxRuntime from 'onnxruntime-web';
import type { ConstantTensor, DataType, Model, TensorData } from '../model.ts';
import { writeModel } from '../write.ts';

type Ort = typeof OnnxRuntime;

/** In the browser the build with the WebGPU provider, in Node the package's own. */
const inBrowser = 'document' in globalThis;
const loading: Promise<Ort> = inBrowser ? import('onnxruntime-web/jspi') : import('onnxruntime-web');

async function runtime(): Promise<Ort> {
  const ort = await loading;
  // One thread: small models, and figures that repeat bit for bit.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort;
}

/** A model loaded into ONNX Runtime: its WebAssembly provider runs in Node too, WebGPU only in a browser. */
export interface LoadedModel {
  run(feeds: Readonly<Record<string, ConstantTensor>>): Promise<Record<string, ConstantTensor>>;
  release(): Promise<void>;
}

/** 'webgpu, cpu' lets operations that WebGPU lacks run on the CPU, as an application would. */
export type Provider = 'wasm' | 'webgpu' | 'webgpu, cpu';

/**
 * On webgpu every operation must run on the GPU: none may quietly fall back to the CPU.
 * @throws Error with ONNX Runtime's message where it refuses the model.
 */
export async function loadModel(model: Model, provider: Provider = 'wasm'): Promise<LoadedModel> {
  const ort = await runtime();
  const strict = provider === 'webgpu' ? { session: { disable_cpu_ep_fallback: '1' } } : {};
  const session = await ort.InferenceSession.create(writeModel(model), {
    executionProviders: [provider === 'wasm' ? 'wasm' : 'webgpu'],
    logSeverityLevel: 3,
    extra: strict,
  });
  return {
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, tensor]) => [name, toRuntime(ort, tensor)] as const);
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromRuntime(tensor)]));
    },
    release: () => session.release(),
  };
}

/** Loads, runs once and releases. */
export async function runModel(
  model: Model,
  feeds: Readonly<Record<string, ConstantTensor>>,
  provider: Provider = 'wasm',
): Promise<Record<string, ConstantTensor>> {
  const loaded = await loadModel(model, provider);
  try {
    return await loaded.run(feeds);
  } finally {
    await loaded.release();
  }
}

function toRuntime(ort: Ort, { dtype, data, shape }: ConstantTensor): OnnxRuntime.Tensor {
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, shape);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, shape);
  if (data instanceof Float64Array) return new ort.Tensor('float64', data, shape);
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, shape);
  if (data instanceof Uint8Array) return new ort.Tensor(dtype === 'bool' ? 'bool' : 'uint8', data, shape);
  throw new TypeError(`Tests do not feed ${dtype} tensors.`);
}

function fromRuntime(tensor: OnnxRuntime.Tensor): ConstantTensor {
  if (Array.isArray(tensor.data)) throw new TypeError('Tests do not read strings.');
  return { dtype: tensor.type as DataType, shape: tensor.dims, data: tensor.data as TensorData };
}
