import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useActions, useLook } from '../session/context.tsx';
import {
  labellingShortcuts,
  lookingShortcuts,
  reviewShortcuts,
  type Shortcut,
  shortcuts,
  viewerKeys,
} from './table.ts';

const groups: readonly Shortcut['group'][] = ['Training', 'Images', 'Page'];

interface Row {
  readonly shown: string;
  readonly does: string;
}

function Keys({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(({ shown, does }) => (
          <div key={does}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The list of shortcuts, made from the table that binds them. */
export function ShortcutSheet() {
  const open = useLook((facts) => facts.shortcutsOpen);
  const { toggleShortcuts } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby="sheet-title"
      // Escape closes the dialog itself; the store must hear of it.
      onClose={() => open && toggleShortcuts()}
    >
      <header>
        <h2 id="sheet-title">Keyboard shortcuts</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close"
          title="Close (Esc)"
          onClick={toggleShortcuts}
        >
          <X aria-hidden="true" size={18} />
        </button>
      </header>
      <div className="sheet-groups">
        {groups.map((group) => (
          <Keys
            key={group}
            title={group}
            rows={Object.values<Shortcut>(shortcuts).filter((shortcut) => shortcut.group === group)}
          />
        ))}
        <Keys title="While looking" rows={Object.values(lookingShortcuts)} />
        <Keys title="While labelling" rows={Object.values(labellingShortcuts)} />
        <Keys title="While reviewing" rows={Object.values(reviewShortcuts)} />
        <Keys title="On the image, once it has the focus" rows={viewerKeys} />
      </div>
    </dialog>
  );
}
