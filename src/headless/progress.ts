/** Progress of one run on the terminal, with the time that is left; a line now and then where there is no terminal. */
export class Progress {
  readonly #title: string;
  readonly #steps: number;
  /** When the first step was done; what came before says nothing about the pace. */
  #begun: number | undefined;
  #printed = 0;

  constructor(title: string, steps: number) {
    this.#title = title;
    this.#steps = steps;
  }

  say(sentence: string): void {
    this.#clear();
    console.log(`[${this.#title}] ${sentence}`);
  }

  step(step: number, loss: number): void {
    const now = performance.now();
    this.#begun ??= now;
    const pause = process.stdout.isTTY ? 200 : 15_000;
    if (now - this.#printed < pause && step < this.#steps) return;
    this.#printed = now;
    const elapsed = (now - this.#begun) / 1000;
    const pace = step > 1 ? (step - 1) / elapsed : 0;
    const left = pace > 0 ? inWords((this.#steps - step) / pace) : 'some time';
    const text = `[${this.#title}] step ${step} of ${this.#steps}, loss ${loss.toFixed(3)}, ${pace.toFixed(1)} steps/s, ${left} left`;
    this.#clear();
    process.stdout.write(process.stdout.isTTY ? text : `${text}\n`);
  }

  #clear(): void {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  }
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
