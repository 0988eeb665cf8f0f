import { expose } from 'comlink';
import type { WorkerLike } from '../client.ts';
import type { Engine } from '../protocol/engine.ts';

/** What a browser gives to the listeners of a worker's `error` event. */
interface Crash {
  readonly message?: string;
  readonly filename?: string;
  readonly lineno?: number;
}

/** An engine behind a message channel: what a Worker is to its page, without the thread. */
export class ChannelWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  terminated = false;

  constructor(engine: Engine) {
    super();
    const { port1, port2 } = this.#channel;
    expose(engine, port2);
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
    this.#channel.port1.postMessage(message, Array.isArray(transfer) ? transfer : []);
  }

  /** As if a script in the worker had thrown and nobody had caught it. */
  crash(crash: Crash): void {
    this.dispatchEvent(Object.assign(new Event('error'), crash));
  }

  garble(): void {
    this.dispatchEvent(new Event('messageerror'));
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  /** Its listeners take an ErrorEvent, of which it fills in what the client reads. */
  asWorker(): WorkerLike {
    return this as unknown as WorkerLike;
  }
}
