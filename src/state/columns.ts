/**
 * A table that grows by rows and is read by columns, in plain typed arrays: a run of 100,000 steps appends 100,000 rows,
 * and copying an immutable array at each of them would take minutes.
 */
export class Columns<Name extends string> {
  readonly names: readonly Name[];
  #length = 0;
  #data: Readonly<Record<Name, Float64Array>>;

  constructor(names: readonly Name[], capacity = 1024) {
    this.names = names;
    this.#data = this.#allocate(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** A view of the rows there are; valid until the next `append`. */
  column(name: Name): Float64Array {
    return this.#data[name].subarray(0, this.#length);
  }

  append(row: Readonly<Record<Name, number>>): void {
    const capacity = this.#data[this.names[0] as Name].length;
    if (this.#length === capacity) {
      const old = this.#data;
      this.#data = this.#allocate(capacity * 2);
      for (const name of this.names) this.#data[name].set(old[name]);
    }
    for (const name of this.names) this.#data[name][this.#length] = row[name];
    this.#length++;
  }

  /** Forgets the rows from `length` on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, Math.max(0, length));
  }

  #allocate(capacity: number): Readonly<Record<Name, Float64Array>> {
    return Object.fromEntries(this.names.map((name) => [name, new Float64Array(capacity)])) as Record<
      Name,
      Float64Array
    >;
  }
}
