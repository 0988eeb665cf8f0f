import type { DeviceMemory } from './device.ts';

/** Counts what was created and not yet disposed of. */
export class Ledger implements DeviceMemory {
  tensors = 0;
  bytes = 0;

  add(bytes: number): void {
    this.tensors++;
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.tensors--;
    this.bytes -= bytes;
  }
}
