/**
 * Runs asynchronous work one piece at a time, in the order asked for. ONNX Runtime keeps its arguments on one
 * WebAssembly stack across awaits (wasm-core-impl.ts, `run`), so two runs in flight would overwrite each other.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<R>(work: () => Promise<R>): Promise<R> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
