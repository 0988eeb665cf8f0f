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
    readonly data?: { readonly url?: string; readonly type?: string; readonly functionName?: string };
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
}

export interface Task {
  /** Milliseconds from beginning to end. */
  readonly duration: number;
  /** Milliseconds of work in it; the rest was waiting for a processor. */
  readonly work: number;
  /** What took more than a tenth of that: events of the trace, with milliseconds of work. */
  readonly parts: readonly string[];
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

const scripts: ReadonlySet<string> = new Set([
  'EventDispatch',
  'FunctionCall',
  'FireAnimationFrame',
  'TimerFire',
  'RunMicrotasks',
]);

/** Style and layout: the page's work even where a question of the test is what brings it on. */
const layouts: ReadonlySet<string> = new Set(['UpdateLayoutTree', 'Layout']);

/** A question of the test to the page (a role, a name, a value), over the protocol of the developer tools. */
const isQuestion = ({ args }: TraceEvent): boolean =>
  args?.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession';

const isWorkOf = (origin: string, { name, args }: TraceEvent): boolean =>
  layouts.has(name) ||
  (scripts.has(name) && (name !== 'FunctionCall' || (args?.data?.url?.startsWith(origin) ?? false)));

const described = ({ name, args }: TraceEvent): string =>
  [name, args?.data?.type ?? args?.data?.functionName].filter(Boolean).join(' ');

/**
 * The tasks of the page's own thread, longest first. What answering the test takes is no work of the page: of that, only
 * the page's scripts, style and layout are counted.
 */
export function pageTasks(trace: Buffer, origin: string): Task[] {
  const events = ofThePage(JSON.parse(trace.toString()), origin)
    .filter(({ ph }) => ph === 'X')
    .sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0) || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks: { duration: number; work: number; parts: string[] }[] = [];
  let answered = Number.NEGATIVE_INFINITY;
  let counted = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const { ts = 0, dur = 0, tdur = 0 } = event;
    if (isTask(event)) tasks.push({ duration: dur / 1000, work: tdur / 1000, parts: [] });
    const task = tasks.at(-1);
    if (!task) continue;
    if (!isTask(event) && tdur / 1000 > task.work / 10)
      task.parts.push(`${described(event)} ${(tdur / 1000).toFixed(1)}`);
    if (isQuestion(event) && ts >= answered) {
      answered = ts + dur;
      task.work -= tdur / 1000;
    } else if (ts < answered && ts >= counted && isWorkOf(origin, event)) {
      // Work within work is counted with that.
      counted = ts + dur;
      task.work += tdur / 1000;
    }
  }
  return tasks.sort((a, b) => b.duration - a.duration);
}

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
