/** Paths of dropped files: "/" between the parts, as browsers give them. */

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** "set/images/a.b.png" -> "a.b". */
export const stemOf = (path: string): string => baseName(path).replace(/\.[^.]*$/, '');

/** Folders on the way to a file, outermost first. */
export const foldersOf = (path: string): string[] => path.split('/').slice(0, -1);

/** "PNG" -> "png"; "" where there is none. */
export const extensionOf = (path: string): string => (/\.([^./]+)$/.exec(path)?.[1] ?? '').toLowerCase();

const IMAGE = /^(png|jpe?g|webp|avif|gif|bmp|tiff?)$/;

export const isImage = (path: string): boolean => IMAGE.test(extensionOf(path));
