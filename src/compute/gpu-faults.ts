/**
 * Errors that only the GPU finds come later than the call that made them. They are kept here, the first one wins, and
 * the next sync point (read, session run) throws it.
 */
import { DeviceError, OutOfMemoryError, sentence } from './errors.ts';

export class Faults {
  /** In the order of the calls they check; each gives the fault it found. */
  private checks: Promise<DeviceError | undefined>[] = [];
  /** What no check has caught; such errors are consequences more often than causes. */
  private uncaptured: DeviceError | undefined;

  constructor(gpu: GPUDevice) {
    gpu.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      this.uncaptured ??= faultOf('The GPU refused a command', event.error);
    });
  }

  /** Lets the next sync point wait for a check under way. */
  watch(check: Promise<DeviceError | undefined>): void {
    // A scope that cannot be popped belongs to a lost device, which is told apart from faults.
    this.checks.push(check.catch(() => undefined));
  }

  /** @throws DeviceError, once, for the first fault since the last call. */
  async settle(): Promise<void> {
    const { checks } = this;
    this.checks = [];
    const found = checks.length > 0 ? await Promise.all(checks) : [];
    const fault = found.find((result) => result !== undefined) ?? this.uncaptured;
    this.uncaptured = undefined;
    if (fault) throw fault;
  }
}

/** The sentence for an error that WebGPU reports. */
export function faultOf(what: string, error: GPUError): DeviceError {
  if (error instanceof GPUOutOfMemoryError)
    return new OutOfMemoryError(`${what}: the GPU has no memory left.`);
  return new DeviceError(
    `${what}: ${sentence(error.message)}`,
    'This is a mistake in Penumbra; please report it with this text.',
  );
}
