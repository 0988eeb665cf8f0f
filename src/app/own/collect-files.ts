import type { ImportedFile } from '../../engine/protocol/take-in.ts';

/** More than these are not looked through: somebody dropped a whole disk. */
const MOST = 20_000;

const fromInput = (file: File): ImportedFile => ({ path: file.webkitRelativePath || file.name, file });

/** What was dropped or picked. */
export interface Collected {
  readonly files: readonly ImportedFile[];
  /** Paths of what the browser would not read: links that lead nowhere, folders that may not be opened. */
  readonly unread: readonly string[];
  /** Whether there was more than is looked through. */
  readonly more: boolean;
}

export function pickedFiles(files: Iterable<File>): Collected {
  const all = Array.from(files, fromInput);
  return { files: all.slice(0, MOST), unread: [], more: all.length > MOST };
}

/** What is missing of it, in a sentence; undefined where nothing is. */
export function missingInWords({ unread, more }: Collected): string | undefined {
  const named = unread.slice(0, 4).join(', ');
  const rest = unread.length > 4 ? ` and ${unread.length - 4} more` : '';
  const sentences = [
    ...(unread.length > 0 ? [`The browser cannot read ${named}${rest}; the others are taken.`] : []),
    ...(more ? [`There are more than ${MOST.toLocaleString('en')} files; those beyond are left out.`] : []),
  ];
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

/** What is pasted is called "image.png", however often: a folder of the moment tells it from what was pasted before. */
export function pastedFiles(files: Iterable<File>): Collected {
  const folder = `Pasted ${new Date().toLocaleString('sv').replaceAll(':', '.')}`;
  const pasted = Array.from(files, (file, i) => ({
    path: `${folder}/${i > 0 ? `${i + 1} ` : ''}${file.name}`,
    file,
  }));
  return { files: pasted, unread: [], more: false };
}

/** Files of a drop, folders walked through. The entries must be asked for before the event is over, so they are at once. */
export async function droppedFiles(transfer: Pick<DataTransfer, 'items' | 'files'>): Promise<Collected> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0) return pickedFiles(transfer.files);
  const found: Found = { files: [], unread: [], more: false };
  for (const entry of entries) await walk(entry, found);
  return found;
}

/** What has been collected so far. */
interface Found extends Collected {
  readonly files: ImportedFile[];
  readonly unread: string[];
  more: boolean;
}

async function walk(entry: FileSystemEntry, found: Found): Promise<void> {
  found.more ||= found.files.length >= MOST;
  if (found.more) return;
  try {
    await collect(entry, found);
  } catch {
    found.unread.push(entry.fullPath.replace(/^\//, ''));
  }
}

/** @throws DOMException where the browser cannot read it. */
async function collect(entry: FileSystemEntry, found: Found): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.files.push({ path: entry.fullPath.replace(/^\//, ''), file });
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
