/**
 * `npm run film`: the short film of the README. Opens the built page in Chromium, trains a little, drags a
 * threshold, lassos candidates, and writes what was seen to public/film.webp.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { build, preview } from 'vite';
import { chromiumPath, softwareGpuFlags } from '../commands/chromium.mjs';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '120' },
    burnIn: { type: 'string', default: '60' },
    out: { type: 'string', default: 'public/film.webp' },
  },
});

const viewport = { width: 1440, height: 900 };
/** Pixels of the film: letters stay readable. */
const width = 960;
/** Bytes that a page of the README may cost. */
const most = 1.5e6;
const outDir = 'out/film-site';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What was seen, picture by picture. */
class Film {
  readonly #page: Page;
  readonly #pictures: Buffer[] = [];
  readonly #delays: number[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  /** @param delay milliseconds that it stays. */
  async shoot(delay: number): Promise<void> {
    const picture = await this.#page.screenshot();
    this.#pictures.push(await sharp(picture).resize(width).png().toBuffer());
    this.#delays.push(delay);
  }

  get pictures(): number {
    return this.#pictures.length;
  }

  /** Takes less and less care until it is small enough. @throws Error where that does not help. */
  async develop(): Promise<Buffer> {
    for (const quality of [84, 76, 68, 60]) {
      const film = await sharp(this.#pictures, { join: { animated: true } })
        .webp({ quality, effort: 5, delay: this.#delays, loop: 0, minSize: true })
        .toBuffer();
      if (film.length <= most) return film;
    }
    throw new Error(`${this.pictures} pictures take more than ${most / 1e6} MB; shoot fewer.`);
  }
}

/** Pictures of a page do not show where the pointer is. */
async function showPointer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pointer = document.createElement('div');
    pointer.innerHTML =
      '<svg width="22" height="26" viewBox="0 0 22 26"><path d="M2 2v19l5-5 3.5 8 3.5-1.6L10.5 15H18z" fill="#111" stroke="#fff" stroke-width="1.6"/></svg>';
    pointer.style.cssText = 'position:fixed;left:-30px;top:0;z-index:99999;pointer-events:none';
    document.body.append(pointer);
    addEventListener(
      'pointermove',
      ({ clientX, clientY }) => {
        pointer.style.left = `${clientX - 2}px`;
        pointer.style.top = `${clientY - 2}px`;
      },
      true,
    );
  });
}

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (!box) throw new Error('Something that the film is about is not on the page.');
  return box;
}

/** Moves the pointer, with a picture at each of some places on the way. */
async function glide(page: Page, film: Film, from: Point, to: Point, pictures: number): Promise<void> {
  for (let i = 1; i <= pictures; i++) {
    // Slow at both ends, as a hand is.
    const part = (1 - Math.cos((Math.PI * i) / pictures)) / 2;
    await page.mouse.move(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
    await page.waitForTimeout(60);
    await film.shoot(90);
  }
}

async function shootAll(page: Page, film: Film): Promise<void> {
  const training = page.getByRole('group', { name: 'Training' });
  const play = training.getByRole('button', { name: 'Play' });
  await play.waitFor();
  await page.locator('.thumbnail[data-instances]').first().waitFor({ timeout: 120_000 });
  const told = page.getByRole('region', { name: 'What this browser can do' }).getByRole('button');
  if (await told.isVisible()) await told.click();
  await page.getByRole('button', { name: 'No, thanks' }).click();
  const notices = page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' });
  while ((await notices.count()) > 0) await notices.first().click();
  await page.waitForTimeout(4000);
  await showPointer(page);

  // Before the first step there is a finished run to look at; then training goes by, sixteen pictures of it.
  await film.shoot(900);
  const start = await boxOf(play);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await film.shoot(500);
  await play.click();
  const steps = Number(values.steps);
  const step = async () => Number(await page.locator('.progress').getAttribute('data-step'));
  for (let picture = 1; picture <= 16; picture++) {
    while ((await step()) < (steps * picture) / 16) await page.waitForTimeout(100);
    await film.shoot(160);
  }
  await training.getByRole('button', { name: 'Pause' }).click();
  await page.waitForTimeout(2500);
  await film.shoot(700);

  // The class threshold goes down and up again: what it keeps, and what that is worth, at once.
  const panel = page.getByRole('region', { name: 'Decoupling plane' });
  const plane = await boxOf(panel.getByRole('img'));
  const gripOf = async (name: string) => boxOf(panel.getByRole('slider', { name }));
  const grip = await gripOf('Class threshold in the plane');
  const line = { x: grip.x + grip.width / 2, y: plane.y + plane.height * 0.55 };
  const lower = { x: plane.x + plane.width * 0.33, y: line.y };
  const settled = { x: plane.x + plane.width * 0.46, y: line.y };
  await page.mouse.move(line.x, line.y);
  await film.shoot(400);
  await page.mouse.down();
  await glide(page, film, line, lower, 12);
  await film.shoot(500);
  await glide(page, film, lower, settled, 7);
  await page.mouse.up();
  await page.waitForTimeout(600);
  await film.shoot(900);

  // A lasso over some that were refused, and one of them on its image, with the reason in words.
  const corners = [
    [0.2, 0.14],
    [0.32, 0.12],
    [0.36, 0.22],
    [0.26, 0.3],
    [0.19, 0.22],
  ].map(([x = 0, y = 0]) => ({ x: plane.x + plane.width * x, y: plane.y + plane.height * y }));
  const [first, ...others] = corners;
  if (!first) return;
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  let from = first;
  for (const corner of [...others, first]) {
    await glide(page, film, from, corner, 2);
    from = corner;
  }
  await page.mouse.up();
  await page.waitForTimeout(3000);
  await film.shoot(700);
  const chosen = panel.getByRole('region', { name: 'Chosen candidates' }).getByRole('listitem');
  const one = await boxOf(chosen.nth(1));
  await page.mouse.move(one.x + one.width / 3, one.y + one.height / 2);
  await film.shoot(300);
  await chosen.nth(1).getByRole('button').click();
  await page.waitForTimeout(3000);
  await film.shoot(2500);
}

await build({ logLevel: 'warn', build: { outDir, emptyOutDir: true } });
const site = await preview({ build: { outDir }, preview: { port: 0 } });
let browser: Browser | undefined;
try {
  const path = chromiumPath();
  browser = await chromium.launch({ ...(path && { executablePath: path }), args: softwareGpuFlags });
  const page = await browser.newPage({ viewport, colorScheme: 'light' });
  page.setDefaultTimeout(120_000);
  const asked = { labelled: '10%', burnIn: values.burnIn, evaluateEvery: '30' };
  await page.goto(`${site.resolvedUrls?.local[0]}?${new URLSearchParams(asked)}`);
  const film = new Film(page);
  await shootAll(page, film);
  const file = await film.develop();
  await writeFile(values.out, file);
  console.log(`${values.out}: ${film.pictures} pictures, ${(file.length / 1e6).toFixed(2)} MB`);
} finally {
  await browser?.close();
  await site.close();
}
