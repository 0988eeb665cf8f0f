import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { drop } from './own-pictures.ts';
import { Playground } from './playground.ts';

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-formats-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** A bright square on grey, elsewhere in each picture. */
const picture = (i: number) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: { r: 80, g: 85, b: 90 } } }).composite([
    {
      input: {
        create: { width: 12, height: 10, channels: 3, background: { r: 240, g: 200, b: 40 } },
      },
      left: 3 * i,
      top: 2 * i,
    },
  ]);

/** 24 bits a pixel, from the bottom row up. */
async function bmp(i: number): Promise<Buffer> {
  const { data, info } = await picture(i).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const row = Math.ceil((3 * info.width) / 4) * 4;
  const file = Buffer.alloc(54 + row * info.height);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(info.width, 18);
  file.writeInt32LE(info.height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width; x++)
      for (let c = 0; c < 3; c++)
        file[54 + (info.height - 1 - y) * row + 3 * x + c] = data[3 * (y * info.width + x) + 2 - c];
  return file;
}

/** The second frame is of another picture. */
const film = async (i: number): Promise<Buffer> => {
  const frames = await Promise.all([picture(i), picture(7)].map((one) => one.png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
};

/** A picture of each kind, by its ending. */
const kinds: Readonly<Record<string, (i: number) => Promise<Buffer>>> = {
  avif: (i) => picture(i).avif().toBuffer(),
  webp: (i) => picture(i).webp().toBuffer(),
  gif: film,
  bmp,
  jpg: (i) => picture(i).jpeg().toBuffer(),
};
const kindOf = (i: number): string => Object.keys(kinds)[Math.min(i, 4)];

test('a zip with a YOLO set is dropped, and its labels go home as YOLO again', async ({ page }) => {
  test.setTimeout(180_000);
  const playground = await Playground.visit(page, { evaluateEvery: 1000 });
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 8; i++) {
    files[`images/${i}.${kindOf(i)}`] = await kinds[kindOf(i)](i);
    const [x, y] = [3 * i, 2 * i];
    const corners = [x, y, x + 12, y, x + 12, y + 10, x, y + 10].map((v, at) => v / (at % 2 === 0 ? 60 : 40));
    if (i < 6) files[`labels/${i}.txt`] = Buffer.from(`1 ${corners.join(' ')}\n`);
  }
  files['data.yaml'] = Buffer.from("names: ['disc', '<b>square</b>']\n");
  files['images/copy.jpg'] = files['images/7.jpg'];
  files['../escape.jpg'] = files['images/4.jpg'];
  // It says so much of itself; nobody unpacks it to see.
  const vast = await picture(0).png().toBuffer();
  vast.writeUInt32BE(30_000, 16);
  vast.writeUInt32BE(30_000, 20);
  files['images/vast.png'] = vast;
  await drop(page, [{ name: 'squares.zip', content: zipSync(files) }]);
  await expect(playground.notices).toContainText(
    '8 images of "squares" taken in, 6 of them annotated with 2 classes.',
    { timeout: 60_000 },
  );
  await expect(playground.notices).toContainText('has a name that leads out of the zip');
  await expect(playground.notices).toContainText('is the same image as squares/images/7.jpg');
  await expect(playground.notices).toContainText('images/vast.png is 30000 x 30000 pixels');
  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  await page.getByLabel('Annotations as').selectOption('yolo');
  const [taken] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: 'Labels (YOLO)' }).click(),
  ]);
  expect(taken.suggestedFilename()).toBe('labels-yolo.zip');
  const home = unzipSync(await readFile(await taken.path()));
  expect(Object.keys(home).filter((name) => name.startsWith('labels/'))).toHaveLength(6);
  expect(strFromU8(home['data.yaml'])).toContain('1: "<b>square</b>"');
  const [row] = strFromU8(home['labels/2.txt']).trim().split('\n');
  const numbers = row.split(' ').map(Number);
  expect(numbers[0]).toBe(1);
  const xs = numbers.slice(1).filter((_, at) => at % 2 === 0);
  expect([Math.round(Math.min(...xs) * 60), Math.round(Math.max(...xs) * 60)]).toEqual([6, 18]);
  const lists = strFromU8(home['train.txt']) + strFromU8(home['val.txt']);
  expect(lists.trim().split('\n').sort()).toEqual(
    [0, 1, 2, 3, 4, 5].map((i) => `./images/${i}.${kindOf(i)}`),
  );
});

test('a folder with labelme files, turned photographs and 16-bit TIFFs is taken in; what was cancelled is not', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const playground = await Playground.visit(page, { evaluateEvery: 1000 });
  const set = join(folder, 'turned');
  await mkdir(set);
  // Stored lying, shown standing: 40 wide, 60 high.
  await picture(1).withMetadata({ orientation: 6 }).jpeg().toFile(join(set, 'photo.jpg'));
  const deep = Uint16Array.from({ length: 60 * 40 }, (_, i) => 300 + (i % 60) * 20);
  await sharp(deep, { raw: { width: 60, height: 40, channels: 1 } })
    .toColourspace('grey16')
    .tiff({ compression: 'lzw' })
    .toFile(join(set, 'deep.tif'));
  await picture(2).webp().toFile(join(set, 'plain.webp'));
  const square = (width: number, height: number) =>
    JSON.stringify({
      shapes: [
        {
          label: 'square',
          points: [
            [5, 5],
            [15, 5],
            [15, 30],
            [5, 30],
          ],
          shape_type: 'polygon',
        },
      ],
      imageWidth: width,
      imageHeight: height,
    });
  await writeFile(join(set, 'photo.json'), square(40, 60));
  await writeFile(join(set, 'deep.json'), square(60, 40));
  await page.getByLabel('A folder with images').setInputFiles(set);
  await expect(playground.notices).toContainText(
    '3 images of "turned" taken in, 2 of them annotated with 1 class.',
    { timeout: 60_000 },
  );
  await expect(playground.notices).toContainText('turned/deep.tif: 16-bit values were stretched');
  await expect(playground.notices).not.toContainText('left out');

  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  const many = await Promise.all(
    Array.from({ length: 150 }, async (_, i) => ({
      name: `${i}.png`,
      content: await sharp({ create: { width: 900 + i, height: 700, channels: 3, background: '#888' } })
        .png()
        .toBuffer(),
    })),
  );
  await drop(page, many);
  await page.getByRole('button', { name: /^Add to/ }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(playground.notices).toContainText(
    'Cancelled: nothing was taken in, and everything is as it was.',
  );
  const projects = page.getByRole('list', { name: 'Your projects' });
  await expect(projects.getByRole('listitem')).toHaveCount(1);
  await expect(projects).toContainText('2 of 3 labelled');
});
