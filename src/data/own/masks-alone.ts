import type { GivenFile, SizedImage, Turn } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { maskNamed } from '../formats/mask-files.ts';
import { extensionOf } from '../formats/paths.ts';
import { decodePng } from '../png/decode.ts';
import { CAPS } from './sort-files.ts';

/** So many files are looked into: the others of a drop are like them. */
const LOOKED_INTO = 20;
/** Share of pixels that are like the one before them, from which a picture is made of areas. */
const FLAT = 0.8;

export interface MasksAlone {
  /** Those of images of the project, in places that say what they are. */
  readonly masks: readonly GivenFile[];
  /** Each of them to the path that it was dropped at. */
  readonly dropped: ReadonlyMap<string, string>;
  /** Masks of images that the project does not have. */
  readonly strangers: number;
}

/**
 * Masks for images of a project, among PNG files that came without them. Undefined where one of the files is a picture:
 * it is none if a folder or its ending says that it is a mask, or if it is flat areas of grey or of a palette.
 * @param held whether a file is an image of the project itself.
 */
export async function masksAlone(
  images: readonly SizedImage[],
  files: readonly GivenFile[],
  held: (file: GivenFile) => Promise<boolean>,
  turn: Turn,
): Promise<MasksAlone | undefined> {
  if (files.length === 0 || files.some(({ path }) => extensionOf(path) !== 'png')) return undefined;
  const index = new ImageIndex(images);
  const masks: GivenFile[] = [];
  const dropped = new Map<string, string>();
  let looked = 0;
  for (const file of files) {
    await turn();
    const named = maskNamed(file);
    const whole = index.besides(file.path);
    const image = named ? (index.besides(file.path, named.stem) ?? whole) : whole;
    if (!named && looked++ < LOOKED_INTO && !(await isFlat(file))) return undefined;
    if (image && (await held(file))) return undefined;
    if (!image) continue;
    const path = named ? file.path : `masks/${file.path}`;
    masks.push({ ...file, path });
    dropped.set(path, file.path);
  }
  return masks.length > 0 ? { masks, dropped, strangers: files.length - masks.length } : undefined;
}

/** Whether a PNG file holds areas of one value each, as masks do and photographs do not. */
async function isFlat(file: GivenFile): Promise<boolean> {
  try {
    const { width, height, channels, values } = decodePng(await file.bytes(), CAPS.pixels);
    if (channels !== 1 || width < 2) return false;
    let same = 0;
    for (let y = 0; y < height; y++)
      for (let x = 1; x < width; x++) if (values[y * width + x] === values[y * width + x - 1]) same++;
    return same >= FLAT * height * (width - 1);
  } catch {
    return false;
  }
}
