import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';

/** A dialog over the page, with a title and a button that closes it. */
export function Sheet({
  title,
  open = true,
  look = '',
  closing = 'Close (Esc)',
  onClose,
  ref,
  children,
}: {
  readonly title: string;
  /** False where it stays in the page while it is not shown. */
  readonly open?: boolean;
  /** Classes beside its own. */
  readonly look?: string;
  /** What closing it does, in the button's tooltip. */
  readonly closing?: string;
  /** However it was closed, unless by `open`. */
  readonly onClose: () => void;
  readonly ref?: RefObject<HTMLDialogElement | null>;
  readonly children: ReactNode;
}) {
  const own = useRef<HTMLDialogElement>(null);
  const dialog = ref ?? own;
  const id = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open, dialog]);
  return (
    <dialog
      ref={dialog}
      className={`sheet ${look}`}
      aria-labelledby={id}
      // Escape closes the dialog itself; whoever opened it must hear of it.
      onClose={() => open && onClose()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close"
          title={closing}
          onClick={() => dialog.current?.close()}
        >
          <X aria-hidden="true" size={18} />
        </button>
      </header>
      {children}
    </dialog>
  );
}
