import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';

export const pictureSize = { width: 200, height: 160 } as const;

/** A new folder with pictures of two bright squares each, and not a label. Its parent is the caller's to remove. */
export async function squaresFolder(count: number): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'penumbra-own-')), 'squares');
  await mkdir(folder, { recursive: true });
  const square = (r: number, g: number, b: number) =>
    sharp({ create: { width: 50, height: 50, channels: 3, background: { r, g, b } } })
      .png()
      .toBuffer();
  const background = { r: 80, g: 85, b: 90 };
  for (let i = 0; i < count; i++)
    await sharp({ create: { ...pictureSize, channels: 3, background } })
      .composite([
        { input: await square(240, 200, 40), left: 10 + 4 * i, top: 20 },
        { input: await square(40, 120, 240), left: 130, top: 30 + 10 * (i % 7) },
      ])
      .png()
      .toFile(join(folder, `${i}.png`));
  return folder;
}

/** Where a point of a picture, in its pixels, is on the screen. */
export async function onScreen(
  page: Page,
  x: number,
  y: number,
  { width, height }: { readonly width: number; readonly height: number } = pictureSize,
): Promise<[number, number]> {
  const box = await page.getByTestId('drawing').boundingBox();
  if (!box) throw new Error('The picture is not being labelled.');
  return [box.x + (x / width) * box.width, box.y + (y / height) * box.height];
}

/** Number of the picture that is shown, from 0: its squares lie at (10 + 4 i, 20) and (130, 30 + 10 (i mod 7)). */
export async function shownPicture(page: Page): Promise<number> {
  const name = await page.getByRole('region', { name: 'Image', exact: true }).locator('h2').textContent();
  return Number.parseInt(name ?? '', 10);
}

/** Draws with the tool in hand. */
export async function stroke(page: Page, ...points: [number, number][]): Promise<void> {
  for (const [i, [x, y]] of points.entries()) {
    const [left, top] = await onScreen(page, x, y);
    await page.mouse.move(left, top, { steps: 4 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

/** Takes a folder in and waits until its run stands. */
export async function takeIn(page: Page, folder: string, count: number): Promise<void> {
  await page.getByLabel('A folder with images').setInputFiles(folder);
  await expect(page.getByText(`0 labelled, ${count} unlabelled and 0 validation images`)).toBeVisible({
    timeout: 120_000,
  });
}

/** Drops files onto the page as a person does, folders and all that a browser makes of them aside. */
export async function drop(
  page: Page,
  files: readonly { name: string; content: Uint8Array }[],
): Promise<void> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      for (const { name, bytes } of given) data.items.add(new File([Uint8Array.from(bytes)], name));
      return data;
    },
    files.map(({ name, content }) => ({ name, bytes: [...content] })),
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop images, a folder or a zip')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Where one labels, and the objects that are marked there. */
export const labellingOf = (page: Page) => page.getByRole('region', { name: 'Labelling', exact: true });
export const markedIn = (page: Page) =>
  labellingOf(page).getByRole('region', { name: 'Objects marked' }).getByRole('button');
