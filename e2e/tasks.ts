/** The part of Chromium's trace events that is read here; durations in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  /** Of which the thread had a processor. */
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly url?: string; readonly type?: string };
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
}

export interface Task {
  /** Milliseconds from beginning to end. */
  readonly duration: number;
  /** Milliseconds of work in it; the rest was waiting for a processor. */
  readonly work: number;
}

interface Trace {
  readonly traceEvents: readonly TraceEvent[];
}

/** Events of the page's own thread; `origin` tells the page from the browser's other renderers. */
function ofThePage({ traceEvents }: Trace, origin: string): TraceEvent[] {
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
  return traceEvents.filter(({ pid, tid }) => pid === own.pid && tid === own.tid);
}

const isTask = ({ ph, name }: TraceEvent): boolean => ph === 'X' && name.endsWith('RunTask');

const isWithin = (outer: TraceEvent, { ts = 0, dur = 0 }: TraceEvent): boolean =>
  ts >= (outer.ts ?? 0) && ts + dur <= (outer.ts ?? 0) + (outer.dur ?? 0);

/**
 * Milliseconds of the page's work in a task. Where the test asks for something (a role, a name) over the protocol of the
 * developer tools, only the events that reach the page are its work; the search is the test's.
 */
function workIn(task: TraceEvent, events: readonly TraceEvent[]): number {
  const { tdur = 0 } = task;
  if (tdur < 20_000) return tdur / 1000;
  const inside = events.filter((event) => event !== task && isWithin(task, event));
  const asked = inside.some(
    ({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession',
  );
  if (!asked) return tdur / 1000;
  return (
    inside.reduce((sum, event) => sum + (event.name === 'EventDispatch' ? (event.tdur ?? 0) : 0), 0) / 1000
  );
}

/** The tasks of the page's own thread, longest first. */
export function pageTasks(trace: Buffer, origin: string): Task[] {
  const events = ofThePage(JSON.parse(trace.toString()), origin);
  return events
    .filter(isTask)
    .map((task) => ({ duration: (task.dur ?? 0) / 1000, work: workIn(task, events) }))
    .sort((a, b) => b.duration - a.duration);
}

const scripts: ReadonlySet<string> = new Set([
  'EventDispatch',
  'FunctionCall',
  'FireAnimationFrame',
  'TimerFire',
  'RunMicrotasks',
]);

/**
 * Milliseconds of script on the page's own thread from each move of the pointer to the next, least first. A browser
 * hands out one move a frame.
 */
export function scriptPerMove(trace: Buffer, origin: string): number[] {
  const events = ofThePage(JSON.parse(trace.toString()), origin)
    .filter(({ ph, name }) => ph === 'X' && scripts.has(name))
    .sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0));
  const spans: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const { name, args, ts = 0, dur = 0, tdur = 0 } of events) {
    if (name === 'EventDispatch' && args?.data?.type === 'pointermove') spans.push(0);
    const move = spans.length - 1;
    // A script within a script is counted with that.
    if (ts < end || move < 0) continue;
    end = ts + dur;
    spans[move] += tdur / 1000;
  }
  return spans.sort((a, b) => a - b);
}
