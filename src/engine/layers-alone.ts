import type { Device } from '../compute/device.ts';
import { type DrawnView, drawView, type ViewContent } from './draw-view.ts';

const [BLACK, WHITE] = [0xff000000, 0xffffffff];

/**
 * The layers of a view without its picture, clear where there are none. Each is mixed into what lies beneath it, so what
 * becomes of black and of white tells how much of a picture they let through. SYNC POINT, twice.
 */
export async function drawLayersAlone(device: Device, content: ViewContent): Promise<DrawnView> {
  const { picture } = content;
  const over = (colour: number): Promise<DrawnView> =>
    drawView(device, { ...content, picture: { ...picture, pixels: picture.pixels.slice().fill(colour) } });
  const black = await over(BLACK);
  const { pixels: white } = await over(WHITE);
  const { pixels } = black;
  for (let i = 0; i < pixels.length; i += 4) {
    // Rounding differs from colour to colour; the least clear is taken, lest one of them becomes too bright.
    const clear = Math.min(white[i] - pixels[i], white[i + 1] - pixels[i + 1], white[i + 2] - pixels[i + 2]);
    const alpha = 255 - Math.max(0, clear);
    for (let c = i; c < i + 3; c++) pixels[c] = alpha === 0 ? 0 : (255 * pixels[c]) / alpha;
    pixels[i + 3] = alpha;
  }
  return black;
}
