import type { Choice } from '../compute/choose.ts';
import { sentence, UnavailableError } from '../compute/errors.ts';
import type { Settings } from '../settings/schema.ts';
import type { Surroundings } from './surroundings.ts';

/** More losses than this within `lossWindow` milliseconds, and the run gives up. */
const mostLosses = 4;
/** More than this, and what the settings ask for is not tried again. */
const patience = 2;
const lossWindow = 60_000;

/** Remembers how often a run lost its device lately, and finds the next one. */
export class DeviceLosses {
  readonly #surroundings: Pick<Surroundings, 'now' | 'chooseDevice'>;
  #times: number[] = [];

  constructor(surroundings: Pick<Surroundings, 'now' | 'chooseDevice'>) {
    this.#surroundings = surroundings;
  }

  /** @throws UnavailableError where the device is lost again and again. */
  note(): void {
    const now = this.#surroundings.now();
    this.#times = [...this.#times, now].filter((time) => now - time < lossWindow);
    if (this.#times.length > mostLosses)
      throw new UnavailableError(this.#often, 'Choose WebAssembly as the device and reset.');
  }

  /** What the settings ask for; WebAssembly where that cannot be had any more, or is lost again and again. */
  async chooseAgain(wanted: Settings['device']): Promise<Choice> {
    const { chooseDevice } = this.#surroundings;
    const why = async (): Promise<string | Choice> => {
      if (this.#times.length > patience) return this.#often;
      try {
        return await chooseDevice(wanted);
      } catch (error) {
        return sentence(error);
      }
    };
    const choice = await why();
    if (typeof choice !== 'string') return choice;
    const { device } = await chooseDevice('wasm');
    return { device, reason: `${choice} So training goes on on ${device.description}.`, warning: true };
  }

  get #often(): string {
    return `The device was lost ${this.#times.length} times within a minute.`;
  }
}
