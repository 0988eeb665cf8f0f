import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWasmDevice } from '../compute/wasm.ts';
import { BASE_WEIGHTS } from '../training/base-weights.ts';
import { readTensors } from '../training/safetensors.ts';
import type { ExperimentOptions } from './arguments.ts';
import { checkpointFile } from './checkpoint-file.ts';
import { ImageReader } from './image-reader.ts';
import { Progress } from './progress.ts';
import type { RunResult } from './results.ts';
import { type Interrupted, type MethodRun, runMethod } from './run-method.ts';
import { openSource } from './sources.ts';
import { SuggestedThresholds } from './suggested-thresholds.ts';

/** Runs a method to its figures, wherever that is. */
export type Runner = (run: MethodRun) => Promise<RunResult>;

/** On ONNX Runtime's wasm, in this process; a run that was interrupted goes on from its last checkpoint. */
export function nodeRunner({ dataset, out, threads }: ExperimentOptions): Runner {
  const reader = new ImageReader();
  const thresholds = new SuggestedThresholds();
  return async (run) => {
    const { method, settings } = run;
    const progress = new Progress(`${method}, seed ${settings.seed}`, settings.steps);
    const file = checkpointFile<Interrupted>(out, dataset, run);
    const result = await runMethod(run, {
      source: await openSource(dataset, settings),
      reader,
      thresholds,
      base: settings.start === 'base' ? readTensors(await readFile(join('public', BASE_WEIGHTS))) : undefined,
      createDevice: () => createWasmDevice(threads),
      say: (sentence) => progress.say(sentence),
      stepDone: (step, loss) => progress.step(step, loss),
      before: await file.read(),
      keep: (interrupted) => file.write(interrupted),
    });
    await file.remove();
    return result;
  };
}
