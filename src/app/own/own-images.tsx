import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { count } from '../format.ts';
import { useActions, useRun } from '../session/context.tsx';
import { pickedFiles } from './collect-files.ts';
import { ProjectList } from './project-list.tsx';

/** A folder of one's own: picked here, or dropped anywhere on the page. */
export function OwnImages() {
  const importing = useRun((facts) => facts.importing);
  const { takeIn, cancelTakeIn } = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={importing !== undefined}
        onClick={() => input.current?.click()}
      >
        <FolderOpen aria-hidden="true" size={13} />
        Open a folder of your own…
      </button>
      <input
        ref={input}
        className="unseen"
        type="file"
        aria-label="A folder with images"
        tabIndex={-1}
        multiple
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          const files = pickedFiles(event.target.files ?? []);
          // The same folder may be picked again.
          event.target.value = '';
          void takeIn(files);
        }}
      />
      <p className="muted facts" role="status">
        {importing
          ? `Reading images: ${count(importing.done)} of ${count(importing.all)}.`
          : 'Images, with annotations (COCO, Cityscapes, labelme, YOLO, mask PNGs) or without; a zip will do. Or drop them anywhere on the page, or paste them.'}
      </p>
      {importing && (
        <button type="button" className="button small" onClick={() => void cancelTakeIn()}>
          Cancel
        </button>
      )}
      <ProjectList />
    </>
  );
}
