/** Keeps what was used last, up to a number of bytes. */
export class Recent<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  readonly #capacity: number;
  #bytes = 0;

  /** @param capacity in bytes; the entry used last is kept even where it alone is more. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, bytes: number): void {
    this.#remove(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    // A map gives its keys in the order of entry: the one not used for longest comes first.
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#capacity || oldest === key) break;
      this.#remove(oldest);
    }
  }

  drop(unwanted: (key: string) => boolean): void {
    for (const key of [...this.#entries.keys()]) if (unwanted(key)) this.#remove(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #remove(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
