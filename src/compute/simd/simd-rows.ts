import { OutOfMemoryError } from '../errors.ts';
import { stepAdamw } from './adamw-rows.ts';
import { assemble } from './assembler.ts';
import { makePseudoMask, slopeMaskLoss, sumMaskLoss, sumMaskQuality } from './mask-rows.ts';
import type { ReserveRows, RowOperations } from './row-operations.ts';
import { addWeightedRows, dotRows } from './weighted-rows.ts';

/** The functions of the module, by the names of `RowOperations`. */
export const rowFunctions = [
  addWeightedRows,
  dotRows,
  makePseudoMask,
  sumMaskLoss,
  slopeMaskLoss,
  sumMaskQuality,
  stepAdamw,
];

const bytesPerPage = 65_536;

/**
 * Row operations on a memory of their own, which grows to the longest need. Compiling the module, four kilobytes, takes
 * milliseconds. undefined where WebAssembly or its SIMD is missing.
 */
export function simdRows(): ReserveRows | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const code = assemble(rowFunctions);
  if (!WebAssembly.validate(code)) return undefined;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  // The assembler knows no TypeScript: that names and parameters are those of RowOperations, the tests check.
  const operations = exports as unknown as RowOperations;
  let values = new Float32Array(memory.buffer);
  return (length) => {
    const missing = length * values.BYTES_PER_ELEMENT - memory.buffer.byteLength;
    if (missing > 0) {
      grow(memory, Math.ceil(missing / bytesPerPage));
      values = new Float32Array(memory.buffer);
    }
    return { ...operations, values };
  };
}

/** @throws OutOfMemoryError where there is no room. */
function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (cause) {
    const wanted = Math.ceil((memory.buffer.byteLength + pages * bytesPerPage) / 2 ** 20);
    throw new OutOfMemoryError(`WebAssembly has no ${wanted} MiB for the rows of a kernel.`, { cause });
  }
}
