import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Notice } from '../engine/protocol/notice.ts';

export interface ShownNotice extends Notice {
  readonly id: number;
  /** How often it came; it is shown once. */
  readonly times: number;
}

export interface NoticeFacts {
  /** In order of arrival. */
  readonly shown: readonly ShownNotice[];
  /** Errors that came right after the latest that is shown: usually its consequences, so they are counted and not shown. */
  readonly further: readonly Notice[];
  /** When the latest error came, shown or counted: `performance.now()`. */
  readonly lastError: number;
  /** What was last said to be amiss with the labels, shown or dismissed since. */
  readonly cautions: readonly string[];
}

export type NoticeStore = StoreApi<NoticeFacts>;

export const createNoticeStore = (): NoticeStore =>
  createStore<NoticeFacts>(() => ({
    shown: [],
    further: [],
    lastError: Number.NEGATIVE_INFINITY,
    cautions: [],
  }));

/** Beyond this many the oldest information goes; errors stay until dismissed. */
const most = 5;
/** Milliseconds after which an error is no consequence of the one before. */
const CONSEQUENCE = 3000;
let lastId = 0;

/** The one that `further` are the consequences of. */
export const latestError = (shown: readonly ShownNotice[]): ShownNotice | undefined =>
  shown.findLast(({ level }) => level === 'error');

/** The run that a notice offers to bring back. */
const runOf = ({ undo }: Notice): string | undefined => (typeof undo === 'object' ? undo.run : undefined);

const same = (a: Notice, b: Notice) =>
  a.level === b.level && a.what === b.what && a.where === b.where && runOf(a) === runOf(b);

export function addNotice(store: NoticeStore, notice: Notice): void {
  const { shown, further, lastError } = store.getState();
  const known = shown.find((other) => same(other, notice));
  if (known) {
    const again = { ...known, times: known.times + 1 };
    store.setState({ shown: shown.map((other) => (other === known ? again : other)) });
    return;
  }
  if (notice.level === 'error') {
    const follows =
      performance.now() - lastError < CONSEQUENCE && shown.some(({ level }) => level === 'error');
    const counted = further.some((other) => same(other, notice));
    const since = counted ? further : [...further, notice];
    store.setState({ lastError: performance.now(), further: follows ? since : [] });
    if (follows) return;
  }
  lastId++;
  // What says the same in no more words has been said; an error stays until it is dismissed.
  const others = shown.filter((other) => {
    const run = runOf(other);
    if (run !== undefined) return run !== runOf(notice);
    return other.level === 'error' || !notice.what.startsWith(other.what);
  });
  // Only the labels that came last can be taken back.
  const before =
    notice.undo === 'labels'
      ? others.map(({ undo, ...other }) => (undo === 'labels' ? other : { ...other, ...(undo && { undo }) }))
      : others;
  const next = [...before, { ...notice, id: lastId, times: 1 }];
  const oldest = next.findIndex(({ level }) => level !== 'error');
  store.setState({ shown: next.length > most && oldest >= 0 ? next.toSpliced(oldest, 1) : next });
}

/** What is amiss with the labels: it is told once, and no longer than it is so. */
export function tellCautions(store: NoticeStore, cautions: readonly Notice[]): void {
  const { cautions: before } = store.getState();
  const now = cautions.map(({ what }) => what);
  store.setState(({ shown }) => ({
    shown: shown.filter(({ what }) => now.includes(what) || !before.includes(what)),
    cautions: now,
  }));
  for (const caution of cautions) if (!before.includes(caution.what)) addNotice(store, caution);
}

export function dismissNotice(store: NoticeStore, id: number): void {
  const { shown, further } = store.getState();
  const gone = shown.find((notice) => notice.id === id);
  store.setState({
    shown: shown.filter((notice) => notice !== gone),
    further: gone === latestError(shown) ? [] : further,
  });
}

/**
 * A new run has nothing to do with the errors of the one before; and what could not be done, and is done now, is
 * nobody's trouble any more.
 * @param where of those errors alone.
 */
export function dismissErrors(store: NoticeStore, where?: string): void {
  const { shown } = store.getState();
  const gone = shown.filter((one) => one.level === 'error' && (where === undefined || one.where === where));
  if (gone.length === 0) return;
  store.setState({ shown: shown.filter((one) => !gone.includes(one)), further: [] });
}

/** As text for the clipboard. */
export function noticeText({ what, where, advice, each = [] }: Notice): string {
  return [what, where && `Where: ${where}`, advice, ...each].filter(Boolean).join('\n');
}
