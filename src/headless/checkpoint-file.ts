import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { describeSettings } from '../settings/settings.ts';
import type { MethodRun } from './run-method.ts';

/**
 * Where a run that was interrupted goes on from: written to a file beside it first, so that a crash in the middle of
 * writing loses nothing. For this program's own use on this machine, not for exchange.
 */
export class CheckpointFile<C> {
  readonly #path: string;
  readonly #key: string;

  /** @param key what the run is; a checkpoint of any other is not used. */
  constructor(path: string, key: string) {
    this.#path = path;
    this.#key = key;
  }

  /** Undefined where there is none, or none of this run, or none that can be read. */
  async read(): Promise<C | undefined> {
    try {
      const found: unknown = deserialize(await readFile(this.#path));
      if (typeof found !== 'object' || found === null || !('key' in found) || !('content' in found))
        return undefined;
      return found.key === this.#key ? (found.content as C) : undefined;
    } catch {
      return undefined;
    }
  }

  async write(content: C): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const beside = `${this.#path}.new`;
    await writeFile(beside, serialize({ key: this.#key, content }));
    await rename(beside, this.#path);
  }

  remove(): Promise<void> {
    return rm(this.#path, { force: true });
  }
}

/** Of one run of an experiment, in the folder of its results. */
export const checkpointFile = <C>(
  out: string,
  dataset: string,
  { method, settings, suggested }: MethodRun,
): CheckpointFile<C> =>
  new CheckpointFile(
    join(out, 'checkpoints', `${method}-${settings.seed}.bin`),
    JSON.stringify([dataset, describeSettings(settings), suggested]),
  );
