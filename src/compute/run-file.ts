/**
 * Runs a whole model file as another program would: on ONNX Runtime's WebAssembly provider, with whatever types of
 * tensors it takes and gives. For checking what is exported; the network itself runs in sessions of a device.
 */
import { notLoaded, notRun } from './feeds.ts';
import { anyOrt, quietRun, turnsOf } from './ort.ts';
import { wasmSessionOptions } from './wasm-session.ts';

export interface FileInput {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

export interface FileOutput {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | BigInt64Array;
}

export interface OpenedFile {
  /** Outputs by name. @throws ModelError with ONNX Runtime's words. */
  run(inputs: Readonly<Record<string, FileInput>>): Promise<Readonly<Record<string, FileOutput>>>;
  release(): Promise<void>;
}

/** @throws ModelError where ONNX Runtime refuses the file; UnavailableError where it cannot be loaded. */
export async function openFile(file: Uint8Array): Promise<OpenedFile> {
  const ort = await anyOrt();
  const turns = turnsOf(ort);
  const session = await turns.take(() =>
    ort.InferenceSession.create(file, { ...wasmSessionOptions }).catch((cause: unknown) => {
      throw notLoaded(cause);
    }),
  );
  return {
    run: (inputs) =>
      turns.take(async () => {
        const feeds = Object.fromEntries(
          Object.entries(inputs).map(([name, { shape, data }]) => [
            name,
            new ort.Tensor('uint8', data, shape),
          ]),
        );
        const results = await session.run(feeds, quietRun).catch((cause: unknown) => {
          throw notRun(cause);
        });
        return Object.fromEntries(
          Object.entries(results).map(([name, { dims, data }]) => {
            if (data instanceof Float32Array || data instanceof Uint8Array || data instanceof BigInt64Array)
              return [name, { shape: dims, data }];
            throw notRun(`output "${name}" is of a type that nobody asked for.`);
          }),
        );
      }),
    release: () => turns.take(() => session.release()),
  };
}
