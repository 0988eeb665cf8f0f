import { FolderPlus, ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import type { Destination } from '../../engine/protocol/take-in.ts';
import { useActions, useRun } from '../session/context.tsx';
import { Sheet } from '../sheet.tsx';

/** Asks what dropped images are for: the open project, or one of their own. */
export default function DestinationSheet({ project }: { readonly project: string }) {
  const { answer } = useActions();
  const writable = useRun((facts) => facts.writable);
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = useRef<Destination>(undefined);
  // Closed first, so that the focus goes back where it came from.
  const choose = (destination: Destination) => {
    chosen.current = destination;
    dialog.current?.close();
  };
  return (
    <Sheet
      title="Where do these images belong?"
      look="destination-sheet"
      closing="Takes nothing in (Esc)"
      ref={dialog}
      onClose={() => answer(chosen.current)}
    >
      <p className="muted">Annotations that came with them go the same way.</p>
      <div className="destinations">
        <button
          type="button"
          className="button primary"
          disabled={!writable}
          title={`Keeps all that ${project} has, and adds what it does not have yet`}
          onClick={() => choose('open project')}
        >
          <ImagePlus aria-hidden="true" size={20} />
          <span>Add to “{project}”</span>
          <small>
            {writable
              ? 'Its labels and its run stay; images that it has already are passed over.'
              : 'Another tab has this project open: take it over first.'}
          </small>
        </button>
        <button
          type="button"
          className="button"
          title="Makes a project of them; the open one stays in the list"
          onClick={() => choose('new project')}
        >
          <FolderPlus aria-hidden="true" size={20} />
          <span>New project</span>
          <small>A project of their own; the open one stays in your list.</small>
        </button>
      </div>
    </Sheet>
  );
}
