import { useEffect, useState } from 'react';
import { useActions } from '../session/context.tsx';
import { type Collected, droppedFiles, missingInWords, pastedFiles } from './collect-files.ts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole page takes files; what is dropped beside would otherwise replace it. */
export function DropZone() {
  const [over, setOver] = useState(false);
  const { takeIn } = useActions();
  useEffect(() => {
    const take = (collected: Collected) => void takeIn(collected.files, missingInWords(collected));
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // From one element of the page to another is not away from it.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then(take);
    };
    const paste = (event: ClipboardEvent) => {
      const files = event.clipboardData?.files;
      // Text that is pasted into a field is none of our business.
      if (!files || files.length === 0) return;
      event.preventDefault();
      take(pastedFiles(files));
    };
    addEventListener('paste', paste);
    addEventListener('dragover', enter);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('paste', paste);
      removeEventListener('dragover', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [takeIn]);
  if (!over) return null;
  return (
    <div className="drop-zone">
      <p>Drop images, a folder or a zip: with annotations or without</p>
    </div>
  );
}
