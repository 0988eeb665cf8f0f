/**
 * What can go wrong on a device, as sentences for people: what happened, where, and then what to do. The class says
 * the kind, `advice` repeats the last sentence so that a page can set it apart.
 */
export class DeviceError extends Error {
  override readonly name: string = 'DeviceError';
  readonly advice: string;

  constructor(what: string, advice: string, options?: ErrorOptions) {
    super(`${what} ${advice}`, options);
    this.advice = advice;
  }
}

/** The GPU went away (driver reset, another tab, `destroy`), or the device was destroyed. */
export class DeviceLostError extends DeviceError {
  override readonly name: string = 'DeviceLostError';

  constructor(reason: string, options?: ErrorOptions) {
    super(
      `The device is gone: ${sentence(reason)}`,
      'Choose a device again and go on from the last checkpoint.',
      options,
    );
  }
}

export class OutOfMemoryError extends DeviceError {
  override readonly name: string = 'OutOfMemoryError';

  constructor(what: string, options?: ErrorOptions) {
    super(what, 'Use a smaller batch or a smaller image side, or close other pages.', options);
  }
}

/** A kernel was given the wrong tensors or uniforms, or its WGSL does not compile. */
export class KernelError extends DeviceError {
  override readonly name: string = 'KernelError';
}

/** A tensor was used after `dispose`, on another device, or with sizes that do not fit. */
export class TensorError extends DeviceError {
  override readonly name: string = 'TensorError';
}

/** ONNX Runtime refused a model or the tensors fed to it. */
export class ModelError extends DeviceError {
  override readonly name: string = 'ModelError';
}

/** No device of the wanted kind can be had here. */
export class UnavailableError extends DeviceError {
  override readonly name: string = 'UnavailableError';
}

/** The message of whatever was thrown, ending in one full stop. */
export function sentence(thrown: unknown): string {
  const text = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
