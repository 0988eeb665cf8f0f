/** Puts a bitmap on a canvas without copying it. The canvas keeps it; it cannot be used again. */
export function drawBitmap(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
}

/**
 * The colours of custom properties as canvases take them: light-dark() and the like resolved. All are asked for at once,
 * as the page's style is worked out anew for each asking.
 */
export function resolveColours(element: Element, properties: readonly string[]): string[] {
  const probes = document.createElement('div');
  for (const property of properties) {
    const probe = document.createElement('span');
    probe.style.color = `var(${property})`;
    probes.append(probe);
  }
  element.append(probes);
  const colours = Array.from(probes.children, (probe) => getComputedStyle(probe).color);
  probes.remove();
  return colours;
}

/** RGBA of a part of a bitmap, whose upper left corner is (left, top). */
interface Patch {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Paints the outline of one instance, `width` bitmap pixels wide: those of its pixels that have another instance, or
 * nothing, within that distance up, down, left or right. No larger than the instance; nothing where none of it shows.
 */
export function outline(
  topmost: Uint16Array,
  size: { readonly width: number; readonly height: number },
  instance: number,
  width: number,
): Patch | undefined {
  const own = instance + 1;
  const first = topmost.indexOf(own);
  if (first < 0) return undefined;
  const top = Math.floor(first / size.width);
  const bottom = Math.floor(topmost.lastIndexOf(own) / size.width);
  let [left, right] = [size.width, -1];
  for (let y = top; y <= bottom; y++) {
    const row = topmost.subarray(y * size.width, (y + 1) * size.width);
    const from = row.indexOf(own);
    if (from < 0) continue;
    left = Math.min(left, from);
    right = Math.max(right, row.lastIndexOf(own));
  }
  const patch = { left, top, width: right - left + 1, height: bottom - top + 1 };
  const pixels = new Uint8ClampedArray(patch.width * patch.height * 4);
  const is = (x: number, y: number) =>
    x >= left && y >= top && x <= right && y <= bottom && topmost[y * size.width + x] === own;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      if (!is(x, y)) continue;
      if (is(x - width, y) && is(x + width, y) && is(x, y - width) && is(x, y + width)) continue;
      const at = ((y - top) * patch.width + x - left) * 4;
      pixels.fill(255, at, at + 4);
    }
  }
  return { ...patch, pixels };
}
