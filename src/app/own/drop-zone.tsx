import { useEffect, useState } from 'react';
import { useActions } from '../session/context.tsx';
import { droppedFiles } from './collect-files.ts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole page takes files; what is dropped beside would otherwise replace it. */
export function DropZone() {
  const [over, setOver] = useState(false);
  const { takeIn } = useActions();
  useEffect(() => {
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
      void droppedFiles(event.dataTransfer).then(takeIn);
    };
    addEventListener('dragover', enter);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
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
