/**
 * A small assembler of WebAssembly. WebAssembly is a stack machine: an instruction follows the code of its operands,
 * so an expression is its operands' bytes and then its own, and nothing here needs more than joining lists.
 *
 *   // Adds 1 to the four floats at an address.
 *   const increment = define('increment', (scope) => {
 *     const [address] = scope.parameters('i32', 1);
 *     return [v128.store(address, f32x4.add(v128.load(address), f32x4.splat(f32.const(1))))];
 *   });
 *   const module = new WebAssembly.Module(assemble([increment]));
 *
 * Source: WebAssembly core specification 2.0, chapter 5, binary format.
 */
export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

const typeCode: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** Code that leaves one value on the stack. */
export interface Value<T extends ValueType> {
  readonly type: T;
  readonly code: readonly number[];
}

/** Code that leaves nothing on the stack. */
export interface Statement {
  readonly type: 'nothing';
  readonly code: readonly number[];
}

/** A parameter or variable of a function; as a value it is what was last put into it, 0 at first. */
export interface Local<T extends ValueType> extends Value<T> {
  set(value: Value<T>): Statement;
}

/** Hands out a function's parameters, in order, and then its variables. */
export interface Scope {
  /** The next `count` parameters. */
  parameters<T extends ValueType>(type: T, count: number): Local<T>[];
  variable<T extends ValueType>(type: T): Local<T>;
}

/** Puts a value into a fresh variable: what is needed twice is computed once. */
export type Keep = <T extends ValueType>(value: Value<T>) => Local<T>;

/** The statements that `keep` makes, in order. */
export function keeping(scope: Scope): { readonly steps: Statement[]; readonly keep: Keep } {
  const steps: Statement[] = [];
  const keep: Keep = (value) => {
    const variable = scope.variable(value.type);
    steps.push(variable.set(value));
    return variable;
  };
  return { steps, keep };
}

/** A function that returns nothing: its results lie in memory. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly variables: readonly ValueType[];
  readonly code: readonly number[];
}

const localSet = 0x21;
const localGet = 0x20;
const end = 0x0b;

/** @throws RangeError where a parameter is asked for after a variable. */
export function define(name: string, write: (scope: Scope) => readonly Statement[]): WasmFunction {
  const parameters: ValueType[] = [];
  const variables: ValueType[] = [];
  const local = <T extends ValueType>(type: T, index: number): Local<T> => ({
    type,
    code: [localGet, ...unsigned(index)],
    set: (value) => ({ type: 'nothing', code: [...value.code, localSet, ...unsigned(index)] }),
  });
  const body = write({
    parameters(type, count) {
      if (variables.length > 0)
        throw new RangeError(`Ask for the parameters of "${name}" before its variables.`);
      return Array.from({ length: count }, () => local(type, parameters.push(type) - 1));
    },
    variable: (type) => local(type, parameters.length + variables.push(type) - 1),
  });
  return { name, parameters, variables, code: body.flatMap(({ code }) => code) };
}

/** A module that imports its memory as `env.memory` and exports every function by name. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const functionType = 0x60;
  const types = functions.map(({ parameters }) => [
    functionType,
    ...list(typeCodes(parameters)),
    ...list([]),
  ]);
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(1)];
  const exported = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]);
  const bodies = functions.map(({ variables, code }) =>
    sized([...list(typeCodes(variables).map((type) => [...unsigned(1), ...type])), ...code, end]),
  );
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(7, exported),
    ...section(10, bodies),
  );
}

const typeCodes = (types: readonly ValueType[]) => types.map((type) => [typeCode[type]]);
const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()];
const section = (id: number, items: readonly (readonly number[])[]) => [id, ...sized(list(items))];
const text = (name: string) => sized(Array.from(name, (letter) => letter.charCodeAt(0)));

/** LEB128: seven bits a byte, lowest first; the top bit says that more follow. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 in two's complement: ends where the rest is all sign. */
export function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const done = rest === (low & 0x40 ? -1 : 0);
  return done ? [low] : [low | 0x80, ...signed(rest)];
}
