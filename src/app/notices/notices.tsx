import { CircleAlert, Copy, Info, TriangleAlert, Undo2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Notice } from '../../engine/protocol/notice.ts';
import { dismissNotice, latestError, noticeText, type ShownNotice } from '../../state/notices.ts';
import { useNotices, useSession } from '../session/context.tsx';

const icons: Readonly<Record<Notice['level'], typeof Info>> = {
  info: Info,
  warning: TriangleAlert,
  error: CircleAlert,
};

function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // Without permission the sentence can still be selected by hand.
      () => setCopied(false),
    );
  return (
    <button
      type="button"
      className="button small"
      title="Puts the message on the clipboard, to report it"
      onClick={() => void copy()}
    >
      <Copy aria-hidden="true" size={13} />
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

/** Milliseconds that a mere piece of information stands; warnings and errors stay until they are dismissed. */
const passing = 30_000;
/** Where it can be taken back: as long as a deleted project can. */
const undoable = 5 * 60_000;

function UndoButton({ notice }: { readonly notice: ShownNotice }) {
  const { stores, actions } = useSession();
  const { undo: of } = notice;
  const undo = () => {
    // Where it cannot be brought back yet, the offer stands.
    if (typeof of === 'object') return void actions.bringBack(of.run);
    dismissNotice(stores.notices, notice.id);
    void actions.takeBackLabels();
  };
  return (
    <button
      type="button"
      className="button small"
      title={
        typeof of === 'object'
          ? 'Gives this run its place again, with its weights, its curves and its step; what stands now is put aside'
          : 'Takes these labels back, but for those that you have changed since'
      }
      onClick={undo}
    >
      <Undo2 aria-hidden="true" size={13} />
      {typeof of === 'object' ? 'Bring it back' : 'Undo'}
    </button>
  );
}

function Each({ lines }: { readonly lines: readonly string[] }) {
  return (
    <details>
      <summary title="Opens or closes the list">Each of them</summary>
      <ul className="notice-each">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

function NoticeCard({ notice, further }: { notice: ShownNotice; further: readonly Notice[] }) {
  const { stores } = useSession();
  const { id, level, what, where, advice, times, undo, each } = notice;
  const Icon = icons[level];
  useEffect(() => {
    if (level !== 'info') return;
    const timer = setTimeout(() => dismissNotice(stores.notices, id), undo ? undoable : passing);
    return () => clearTimeout(timer);
  }, [stores, id, level, undo]);
  return (
    <li className="notice" data-level={level}>
      <Icon aria-hidden="true" size={18} />
      <div className="notice-words">
        <strong>{what}</strong> {advice}{' '}
        <span className="muted">
          {where && `Where: ${where}.`}
          {times > 1 && ` ${times} times.`}
          {further.length === 1 && ' One more error followed.'}
          {further.length > 1 && ` ${further.length} more errors followed.`}
        </span>
        {each && <Each lines={each} />}
      </div>
      {undo && <UndoButton notice={notice} />}
      {(level === 'error' || each) && <CopyButton text={[notice, ...further].map(noticeText).join('\n\n')} />}
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss"
        title="Takes this notice away"
        onClick={() => dismissNotice(stores.notices, id)}
      >
        <X aria-hidden="true" size={16} />
      </button>
    </li>
  );
}

/** What went wrong or is worth knowing, each once, in sentences. */
export function Notices() {
  const shown = useNotices((facts) => facts.shown);
  const further = useNotices((facts) => facts.further);
  const latest = latestError(shown);
  return (
    <section className="notices" aria-label="Notices" aria-live="polite">
      {shown.length > 0 && (
        <ul>
          {shown.map((notice) => (
            <NoticeCard key={notice.id} notice={notice} further={notice === latest ? further : []} />
          ))}
        </ul>
      )}
    </section>
  );
}
