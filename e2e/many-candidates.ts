import type { Page } from '@playwright/test';

/**
 * Lets the engine answer with so many candidates, where training would take hours to have seen them: the page is as it is
 * shipped, and what its worker says of candidates is another table. One in `broken` has no quality.
 */
export async function withCandidates(
  page: Page,
  count: number,
  broken = Number.POSITIVE_INFINITY,
): Promise<void> {
  await page.addInitScript(
    ([rows, every]) => {
      const chance = (i: number, salt: number): number => {
        const value = Math.sin(i * 127.1 + salt * 311.7) * 43758.5453;
        return value - Math.floor(value);
      };
      const columns = Array.from({ length: rows }, (_, i) => i);
      const quality = (salt: number, power: number) =>
        Float32Array.from(columns, (i) => (i % every === every - 1 ? Number.NaN : chance(i, salt) ** power));
      const surveyOf = () => ({
        step: 400,
        images: 380,
        thresholds: undefined,
        validation: undefined,
        table: {
          count: rows,
          objects: rows,
          image: Int32Array.from(columns, (i) => 100 + (i % 300)),
          place: Uint16Array.from(columns, (i) => i / 300),
          step: new Int32Array(rows).fill(390),
          objectness: new Float32Array(rows).fill(0.9),
          teacherQuality: quality(1, 0.3),
          classQuality: quality(1, 0.3),
          maskQuality: quality(2, 0.2),
          teacherCategory: Uint16Array.from(columns, (i) => i % 8),
          category: Uint16Array.from(columns, (i) => (i % 11 === 0 ? (i + 1) % 8 : i % 8)),
          opinionCategory: Int16Array.from(columns, (i) => (i + 1) % 8),
          opinionQuality: new Float32Array(rows).fill(0.6),
          fate: new Uint8Array(rows),
          iou: Float32Array.from(columns, (i) => chance(i, 3)),
          object: Int32Array.from(columns),
          trueCategory: Int16Array.from(columns, (i) => i % 8),
        },
      });
      const Original = Worker;
      globalThis.Worker = class extends Original {
        readonly #asked = new Set<unknown>();
        readonly #wrapped = new Map<unknown, EventListener>();
        override postMessage(
          message: unknown,
          options: Transferable[] | StructuredSerializeOptions = [],
        ): void {
          // As comlink puts a call into a message.
          const { type, path, id } = message as { type?: string; path?: readonly string[]; id?: unknown };
          if (type === 'APPLY' && path?.[0] === 'candidates') this.#asked.add(id);
          super.postMessage(message, options as Transferable[]);
        }
        override addEventListener(type: string, listener: never, options?: never): void {
          if (type !== 'message') {
            super.addEventListener(type, listener, options);
            return;
          }
          const wrapped = (event: Event) => {
            const { data } = event as MessageEvent<{ id?: unknown }>;
            const answer = this.#asked.delete(data?.id)
              ? new MessageEvent('message', { data: { id: data.id, type: 'RAW', value: surveyOf() } })
              : event;
            const heard: unknown = listener;
            if (typeof heard === 'function') heard.call(this, answer);
            else (heard as EventListenerObject).handleEvent(answer);
          };
          this.#wrapped.set(listener, wrapped);
          super.addEventListener(type, wrapped, options);
        }
        override removeEventListener(type: string, listener: never, options?: never): void {
          super.removeEventListener(type, (this.#wrapped.get(listener) ?? listener) as never, options);
        }
      };
    },
    [count, broken] as const,
  );
}
