/** WebAssembly's instructions by the names of its specification: those the row operations need, and no more. */
import { type Local, type Statement, signed, unsigned, type Value, type ValueType } from './assembler.ts';

type I32 = Value<'i32'>;
type F32 = Value<'f32'>;
type F64 = Value<'f64'>;
type V128 = Value<'v128'>;

/** An instruction from operands of type O to a value of type T. @param immediates bytes that follow the opcode. */
function instruction<O extends ValueType, T extends ValueType>(
  type: T,
  opcode: readonly number[],
  operands: readonly Value<O>[],
  immediates: readonly number[] = [],
): Value<T> {
  return { type, code: [...operands.flatMap(({ code }) => code), ...opcode, ...immediates] };
}

/** Vector instructions share a prefix. */
const vector = (opcode: number) => [0xfd, ...unsigned(opcode)];
const unary =
  <O extends ValueType, T extends ValueType>(type: T, opcode: readonly number[]) =>
  (a: Value<O>): Value<T> =>
    instruction(type, opcode, [a]);
const binary =
  <O extends ValueType, T extends ValueType>(type: T, opcode: readonly number[]) =>
  (a: Value<O>, b: Value<O>): Value<T> =>
    instruction(type, opcode, [a, b]);
const lanewise = (opcode: number) => binary<'v128', 'v128'>('v128', vector(opcode));
const eachLane = (opcode: number) => unary<'v128', 'v128'>('v128', vector(opcode));

/** Bytes of a float, as the module stores constants. */
const floatBytes = (value: number) => [...new Uint8Array(Float32Array.of(value).buffer)];
/** Alignment is promised to be a byte, which costs nothing where addresses are round; then the offset in bytes. */
const at = (offset: number) => [0, ...unsigned(offset)];

export const i32 = {
  const: (value: number): I32 => instruction('i32', [0x41], [], signed(value)),
  add: binary<'i32', 'i32'>('i32', [0x6a]),
  shl: binary<'i32', 'i32'>('i32', [0x74]),
  /** 1 where a < b as unsigned numbers. */
  lessThan: binary<'i32', 'i32'>('i32', [0x49]),
  /** a where the condition is not 0, else b. */
  select: (a: I32, b: I32, condition: I32): I32 => instruction('i32', [0x1b], [a, b, condition]),
};

export const f32 = {
  const: (value: number): F32 => instruction('f32', [0x43], [], floatBytes(value)),
  demote: unary<'f64', 'f32'>('f32', [0xb6]),
  store: (address: I32, value: F32, offset = 0): Statement => ({
    type: 'nothing',
    code: [...address.code, ...value.code, 0x38, ...at(offset)],
  }),
};

export const f64 = { add: binary<'f64', 'f64'>('f64', [0xa0]) };

export const v128 = {
  load: (address: I32, offset = 0): V128 => instruction('v128', vector(0x00), [address], at(offset)),
  store: (address: I32, value: V128, offset = 0): Statement => ({
    type: 'nothing',
    code: [...address.code, ...value.code, ...vector(0x0b), ...at(offset)],
  }),
  and: lanewise(0x4e),
  /** Bits of a where the mask has ones, else of b. */
  select: (a: V128, b: V128, mask: V128): V128 => instruction('v128', vector(0x52), [a, b, mask]),
};

export const i32x4 = {
  splat: unary<'i32', 'v128'>('v128', vector(0x11)),
  add: lanewise(0xae),
  shl: (a: V128, bits: I32): V128 => ({ type: 'v128', code: [...a.code, ...bits.code, ...vector(0xab)] }),
};

export const f32x4 = {
  splat: unary<'f32', 'v128'>('v128', vector(0x13)),
  /** Comparisons give all ones where they hold and zeros elsewhere, as for NaN. */
  gt: lanewise(0x44),
  ge: lanewise(0x46),
  abs: eachLane(0xe0),
  sqrt: eachLane(0xe3),
  add: lanewise(0xe4),
  sub: lanewise(0xe5),
  mul: lanewise(0xe6),
  div: lanewise(0xe7),
  /** b < a ? b : a, which keeps a NaN in a. */
  pmin: lanewise(0xea),
  /** a < b ? b : a, which keeps a NaN in a. */
  pmax: lanewise(0xeb),
};

export const f64x2 = {
  add: lanewise(0xf0),
  /** The first two floats as doubles. */
  promoteLow: eachLane(0x5f),
  /** The last two floats as doubles. */
  promoteHigh: (a: V128): V128 => f64x2.promoteLow(highHalf(a)),
  lane: (a: V128, index: 0 | 1): F64 => instruction('f64', vector(0x21), [a], [index]),
};

/** i8x16.shuffle: bytes 8 to 15 twice. */
const highHalf = (a: V128): V128 => {
  const upper = [8, 9, 10, 11, 12, 13, 14, 15];
  return instruction('v128', vector(0x0d), [a, a], [...upper, ...upper]);
};

/** Runs the body while cursor < end; the body has to move the cursor on. */
export function whileBelow(cursor: Local<'i32'>, end: I32, body: readonly Statement[]): Statement {
  const [block, loop, branch, branchIf, close, noResult, equalsZero] = [2, 3, 0x0c, 0x0d, 0x0b, 0x40, 0x45];
  return {
    type: 'nothing',
    code: [
      ...[block, noResult, loop, noResult],
      ...[...i32.lessThan(cursor, end).code, equalsZero, branchIf, 1],
      ...body.flatMap(({ code }) => code),
      ...[branch, 0, close, close],
    ],
  };
}
