import { zipSync } from 'fflate';
import { writeCoco } from '../../write-coco.ts';
import type { Turn } from '../format.ts';
import { writeLabelme } from './labelme.ts';
import { writeMasks } from './masks.ts';
import { bytesOf, type ToWrite, type Writer } from './writer.ts';
import { writeYolo } from './yolo.ts';

export type WrittenFormat = 'coco' | 'labelme' | 'yolo' | 'masks';

const WRITERS: Readonly<Record<WrittenFormat, Writer>> = {
  coco: async ({ source, images, description }) => ({
    files: new Map([['annotations.json', bytesOf(writeCoco(source, images, description))]]),
    notices: [],
  }),
  labelme: writeLabelme,
  yolo: writeYolo,
  masks: writeMasks,
};

/** Annotations in a form that other tools read: one file, or an archive. */
export interface WrittenFile {
  readonly kind: 'json' | 'zip';
  readonly content: Uint8Array<ArrayBuffer>;
  /** Sentences about what the form cannot hold. */
  readonly notices: readonly string[];
}

export async function writeAnnotations(
  format: WrittenFormat,
  what: ToWrite,
  turn: Turn,
): Promise<WrittenFile> {
  const { files, notices } = await WRITERS[format](what, turn);
  const [only] = files.values();
  if (format === 'coco') return { kind: 'json', content: new Uint8Array(only), notices };
  return { kind: 'zip', content: new Uint8Array(zipSync(Object.fromEntries(files))), notices };
}
