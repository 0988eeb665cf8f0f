/** The part of Chromium's trace events that is read here; durations in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Of which the thread had a processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

export interface Task {
  /** Milliseconds from beginning to end. */
  readonly duration: number;
  /** Milliseconds of work in it; the rest was waiting for a processor. */
  readonly work: number;
}

/** The tasks of the page's own thread, longest first; `origin` tells the page from the browser's other renderers. */
export function pageTasks(trace: Buffer, origin: string): Task[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mains = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const own = mains.find(({ pid, tid }) =>
    traceEvents.some(
      (event) =>
        event.pid === pid &&
        event.tid === tid &&
        event.name === 'FunctionCall' &&
        event.args?.data?.url?.startsWith(origin),
    ),
  );
  if (!own) throw new Error(`The trace names no thread that ran a script of ${origin}.`);
  return traceEvents
    .filter(
      ({ pid, tid, ph, name }) =>
        pid === own.pid && tid === own.tid && ph === 'X' && name.endsWith('RunTask'),
    )
    .map(({ dur = 0, tdur = 0 }) => ({ duration: dur / 1000, work: tdur / 1000 }))
    .sort((a, b) => b.duration - a.duration);
}
