/** Puts a bitmap on a canvas without copying it. The canvas keeps it; it cannot be used again. */
export function drawBitmap(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
}

/** The colour of a custom property as canvases take it: light-dark() and the like resolved. */
export function colourOf(element: Element, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * Paints the outline of one instance, `width` bitmap pixels wide: those of its pixels that have another instance, or
 * nothing, within that distance up, down, left or right.
 */
export function outline(
  topmost: Uint16Array,
  size: { readonly width: number; readonly height: number },
  instance: number,
  width: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(size.width * size.height * 4);
  const own = instance + 1;
  const is = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < size.width && y < size.height && topmost[y * size.width + x] === own;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      if (!is(x, y)) continue;
      if (is(x - width, y) && is(x + width, y) && is(x, y - width) && is(x, y + width)) continue;
      pixels.fill(255, (y * size.width + x) * 4, (y * size.width + x) * 4 + 4);
    }
  }
  return pixels;
}
