import { FileStack, FolderOpen, Shapes } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { count } from '../format.ts';
import { useActions, useRun } from '../session/context.tsx';
import { missingInWords, pickedFiles } from './collect-files.ts';
import { ProjectList } from './project-list.tsx';

/** A folder of one's own, or files, or an archive: picked here, or dropped or pasted anywhere on the page. */
export function OwnImages() {
  const importing = useRun((facts) => facts.importing);
  const own = useRun(({ description }) => description?.settings.dataset === 'own');
  const { cancelTakeIn, openSamples } = useActions();
  return (
    <>
      {own && (
        <button
          type="button"
          className="button small"
          title="Leaves your images as they are, and goes on with the demo workbench"
          onClick={() => void openSamples()}
        >
          <Shapes aria-hidden="true" size={13} />
          Back to the sample data
        </button>
      )}
      <Pick
        label="A folder with images"
        help="Makes a project of a folder's images, or adds them to the open one; they stay on this computer"
        folder
      >
        <FolderOpen aria-hidden="true" size={13} />
        Open a folder of your own…
      </Pick>
      <Pick
        label="Images, annotation files or a zip"
        help="Makes a project of images, annotations or a zip, or adds them to the open one; they stay on this computer"
      >
        <FileStack aria-hidden="true" size={13} />
        Open files or a zip…
      </Pick>
      <p className="muted facts" role="status">
        {importing
          ? `Reading images: ${count(importing.done)} of ${count(importing.all)}.`
          : 'Images, with annotations (COCO, Cityscapes, labelme, YOLO, mask PNGs) or without; or drop or paste them anywhere on the page. Where a project is open they may join it; annotations alone label its images.'}
      </p>
      {importing && (
        <button
          type="button"
          className="button small"
          title="Stops reading; everything stays as it was"
          onClick={() => void cancelTakeIn()}
        >
          Cancel
        </button>
      )}
      <ProjectList />
    </>
  );
}

interface PickProps {
  readonly label: string;
  readonly help: string;
  readonly folder?: boolean;
  readonly children: ReactNode;
}

function Pick({ label, help, folder = false, children }: PickProps) {
  const importing = useRun((facts) => facts.importing);
  const { takeIn } = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={importing !== undefined}
        title={help}
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        className="unseen"
        type="file"
        aria-label={label}
        title={help}
        tabIndex={-1}
        multiple
        {...(folder && { webkitdirectory: '' })}
        onChange={(event) => {
          const picked = pickedFiles(event.target.files ?? []);
          // The same files may be picked again.
          event.target.value = '';
          void takeIn(picked.files, missingInWords(picked));
        }}
      />
    </>
  );
}
