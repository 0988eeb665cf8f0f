/** Dropped files in tests: texts and bytes that lie nowhere. */
import type { GivenFile, SizedImage } from '../format.ts';

export function given(path: string, content: string | Uint8Array<ArrayBuffer>): GivenFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { path, size: bytes.length, bytes: async (start, end) => bytes.slice(start, end) };
}

export const sized = (path: string, width = 40, height = 30): SizedImage => ({ path, width, height });

export const noWait = async (): Promise<void> => {};
