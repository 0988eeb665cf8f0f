import type { Choice } from '../compute/choose.ts';
import type { Device } from '../compute/device.ts';
import { DeviceError, OutOfMemoryError, UnavailableError } from '../compute/errors.ts';
import type { Settings } from '../settings/schema.ts';
import { firstSentence, noticeOf } from './notices.ts';
import type { Notice } from './protocol/notice.ts';
import type { Surroundings } from './surroundings.ts';

/** Whether it was the GPU that failed: what could not be fetched for it is not its fault. */
export const isGpuFailure = (error: unknown, { kind }: Device): error is DeviceError =>
  kind === 'webgpu' && error instanceof DeviceError && !(error instanceof UnavailableError);

/**
 * WebAssembly, where the GPU failed that was the engine's own choice.
 * @throws UnavailableError where the GPU was asked for, or WebAssembly cannot be had.
 */
export async function insteadOfGpu(
  error: DeviceError,
  wanted: Settings['device'],
  { chooseDevice }: Pick<Surroundings, 'chooseDevice'>,
): Promise<Choice> {
  if (wanted === 'auto') {
    const { device } = await chooseDevice('wasm');
    // All of it is long, and for those who look into it.
    console.warn('The GPU failed.', error);
    const reason = `The GPU failed: ${firstSentence(error)} So training runs on ${device.description}, which is slower.`;
    return { device, reason, warning: true };
  }
  throw new UnavailableError(
    `The GPU failed: ${noticeOf(error, '', '').what}`,
    error instanceof OutOfMemoryError
      ? 'Take a smaller batch, a smaller image side or WebAssembly as the device, and reset.'
      : 'Choose WebAssembly as the device and reset, or reload the page to try again.',
    { cause: error },
  );
}

export const gaveWayNotice = ({ reason }: Choice, where: string): Notice => ({
  level: 'warning',
  what: reason,
  where,
  advice: 'Pause and reload the page to try the GPU again.',
});
