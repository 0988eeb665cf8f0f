/** Which PNG files are masks, of which image, and what their values say: judged by folders and names alone. */
import { extensionOf, foldersOf, isImage, stemOf } from './paths.ts';

/** What the values of a mask are: classes, objects, or something that only the masks themselves can tell. */
export type MaskKind = 'class' | 'object' | 'unknown' | 'single';

const FOLDERS: readonly (readonly [MaskKind, RegExp])[] = [
  ['object', /^(segmentationobject|instances?|instance_?(masks?|ids?)|objects?)$/i],
  ['class', /^(segmentationclass|semantic|class_?masks?|classes)$/i],
  ['unknown', /^(masks?|labels?|annotations?|gt|ground_?truth|seg(mentations?)?|targets?)$/i],
];
const ENDINGS: readonly (readonly [MaskKind, RegExp])[] = [
  ['object', /[-_. ](instances?|instance_?ids?|objects?|(cp_)?masks)$/i],
  ['class', /[-_. ](class(es)?|label_?ids|semantic)$/i],
  ['unknown', /[-_. ](mask|labels?|seg|gt|annotations?)$/i],
];

export interface MaskFile<F> {
  readonly file: F;
  readonly kind: MaskKind;
  /** Name of the image without its ending. */
  readonly stem: string;
}

/** Masks among files: PNGs that are called like an image, in a folder or with an ending that says so. */
export function maskFiles<F extends { readonly path: string }>(files: readonly F[]): MaskFile<F>[] {
  const suspects: MaskFile<F>[] = [];
  const pictures: F[] = [];
  for (const file of files) {
    if (!isImage(file.path)) continue;
    const suspect = extensionOf(file.path) === 'png' ? maskNamed(file) : undefined;
    if (suspect) suspects.push(suspect);
    else pictures.push(file);
  }
  const stems = new Set(pictures.map(({ path }) => stemOf(path)));
  const only = onlyPictures(pictures);
  return suspects.flatMap((suspect): MaskFile<F>[] => {
    if (stems.has(suspect.stem)) return [suspect];
    const whole = stemOf(suspect.file.path);
    if (stems.has(whole)) return [{ ...suspect, stem: whole }];
    // One mask for each object, in a folder beside that of the image.
    const { path } = suspect.file;
    const picture = /^masks?$/i.test(foldersOf(path).at(-1) ?? '') ? only.get(besideOf(path)) : undefined;
    return picture === undefined ? [] : [{ ...suspect, kind: 'single', stem: stemOf(picture) }];
  });
}

/** What a PNG file would be a mask of, if a folder or its ending says that it is one. */
export function maskNamed<F extends { readonly path: string }>(file: F): MaskFile<F> | undefined {
  const name = stemOf(file.path);
  const ending = ENDINGS.find(([, pattern]) => pattern.test(name));
  const folder = foldersOf(file.path)
    .reverse()
    .flatMap((one) => FOLDERS.filter(([, pattern]) => pattern.test(one)))[0];
  const [kind] = folder ?? ending ?? [];
  if (!kind) return undefined;
  return { file, kind, stem: ending ? name.replace(ending[1], '') : name };
}

/** "set/7/masks/1.png" -> "set/7". */
const besideOf = (path: string): string => foldersOf(path).slice(0, -1).join('/');

/** Folders in whose own folder `images` there is exactly one picture, and its path. */
function onlyPictures(pictures: readonly { readonly path: string }[]): Map<string, string> {
  const found = new Map<string, string | undefined>();
  for (const { path } of pictures) {
    if (!/^images?$/i.test(foldersOf(path).at(-1) ?? '')) continue;
    const place = besideOf(path);
    found.set(place, found.has(place) ? undefined : path);
  }
  return new Map([...found].flatMap(([place, path]) => (path === undefined ? [] : [[place, path]])));
}
