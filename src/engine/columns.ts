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

  /** A table of these columns, of equal length; they are copied. */
  static of<Name extends string>(
    names: readonly Name[],
    columns: Readonly<Record<Name, Float64Array>>,
  ): Columns<Name> {
    const length = Math.min(...names.map((name) => columns[name].length));
    const table = new Columns(names, Math.max(64, length));
    for (const name of names) table.#data[name].set(columns[name].subarray(0, length));
    table.#length = length;
    return table;
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

/** Forgets rows at or after `step`: after a lost device or a reset the run goes over those steps again. */
export function rewind<Name extends string>(columns: Columns<'step' | Name>, step: number): void {
  const steps = columns.column('step');
  let length = columns.length;
  while (length > 0 && Number(steps[length - 1]) >= step) length--;
  columns.truncate(length);
}
