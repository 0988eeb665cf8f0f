import type { ImportedFile } from '../../engine/protocol/take-in.ts';

/** More than these are not looked through: somebody dropped a whole disk. */
const MOST = 20_000;

const fromInput = (file: File): ImportedFile => ({ path: file.webkitRelativePath || file.name, file });

export const pickedFiles = (files: Iterable<File>): ImportedFile[] =>
  Array.from(files, fromInput).slice(0, MOST);

/** What is pasted is called "image.png", however often: a folder of the moment tells it from what was pasted before. */
export function pastedFiles(files: Iterable<File>): ImportedFile[] {
  const folder = `Pasted ${new Date().toLocaleString('sv').replaceAll(':', '.')}`;
  return Array.from(files, (file, i) => ({
    path: `${folder}/${i > 0 ? `${i + 1} ` : ''}${file.name}`,
    file,
  }));
}

/** Files of a drop, folders walked through. The entries must be asked for before the event is over, so they are at once. */
export async function droppedFiles(transfer: DataTransfer): Promise<ImportedFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0) return pickedFiles(transfer.files);
  const found: ImportedFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry: FileSystemEntry, found: ImportedFile[]): Promise<void> {
  if (found.length >= MOST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a hundred at a time, and nothing at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) await walk(one, found);
  }
}
