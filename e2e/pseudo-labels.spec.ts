import { expect, type Page, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

/** The teacher labels from the third step on, and much of what it sees passes. */
const credulous = {
  labelled: '20',
  batch: 1,
  steps: 400,
  evaluateEvery: 400,
  burnIn: 2,
  rule: 'dual',
  classThreshold: 0.5,
  maskThreshold: 0.1,
  objectnessThreshold: 0.05,
};

/** One page for all: each goes on training where the one before paused. */
let page: Page;
let playground: Playground;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  playground = await Playground.open(page, credulous);
});
test.afterAll(() => page.close());

const settings = () => page.getByRole('complementary', { name: 'Settings' });

/** Sets a threshold by its slider, in thousandths. */
const set = (name: 'Class' | 'Mask', thousandths: number) =>
  settings()
    .getByRole('slider', { name: `${name} threshold, slider` })
    .fill(String(thousandths));

test('dragging a threshold in the plane tells at once what it would keep; letting go applies it', async () => {
  test.setTimeout(240_000);
  await expect(settings().getByText(/^Burn-in: the teacher begins to label/)).toBeVisible();
  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  await expect(plane.getByText(/^Candidates appear when the teacher begins/)).toBeVisible();
  await playground.play.click();
  await playground.stepsBeyond(8);
  await playground.pause.click();
  const canvas = plane.getByRole('img');
  // Until then a finished run's candidates are there to be chosen.
  await expect(plane.getByText('finished run', { exact: true })).toBeHidden();
  await expect.poll(async () => Number(await canvas.getAttribute('data-candidates'))).toBeGreaterThan(10);
  const table = plane.getByRole('table', { name: 'What the thresholds keep' });
  const kept = async (): Promise<number> =>
    Number(await table.getByRole('row', { name: /^Two/ }).getByRole('cell').first().textContent());
  const before = await kept();

  // By keyboard: a candidate is chosen, and its mask and the reason are shown on its image.
  await canvas.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.readout .fate')).toHaveText(
    /^(Kept: class|Refused as .*: (class|mask)) [\d.]+/,
  );
  await expect(page.locator('.stage canvas[data-chosen]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.stage canvas[data-chosen]')).toHaveCount(0);

  const handle = plane.getByRole('slider', { name: 'Class threshold in the plane' });
  const grip = await handle.boundingBox();
  const box = await canvas.boundingBox();
  if (!grip || !box) throw new Error('The plane is not drawn.');
  const y = box.y + box.height / 2;
  await page.mouse.move(grip.x + grip.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 36, y, { steps: 6 });
  // Not let go yet: the figures follow, the setting does not.
  await expect.poll(kept).toBeGreaterThan(before);
  const knob = page.getByRole('spinbutton', { name: 'Class threshold', exact: true });
  await expect(knob).toHaveValue('0.5');
  await page.mouse.up();
  await expect.poll(async () => Number(await knob.inputValue())).toBeLessThan(0.1);

  // Class by class, by keyboard: what all of them keep together is what the thresholds keep.
  const classes = plane.getByRole('table', { name: 'Thresholds of each class' });
  await expect(classes).toBeHidden();
  await plane.getByText('Class by class').focus();
  await page.keyboard.press('Enter');
  await expect(classes.getByRole('row')).toHaveCount(1 + 8);
  const perClass = await classes.locator('tbody tr td:nth-of-type(3)').allTextContents();
  expect(perClass.reduce((sum, text) => sum + Number(text), 0)).toBe(await kept());
  await expect(classes.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('0.10');
  await takeScreens(page, 'class-thresholds', { place: classes });
  await axeFindsNothing(page, '.plane-panel');

  await handle.focus();
  await page.keyboard.press('End');
  await expect(classes.getByRole('row').nth(1).getByRole('cell').first()).toHaveText('1.00');
  await expect(knob).toHaveValue('1');
  await expect.poll(kept).toBe(0);
});

test('the teacher labels, and the two thresholds act on the running training', async () => {
  test.setTimeout(240_000);
  await set('Class', 100);
  await playground.play.click();
  const fates = settings().getByRole('table', { name: 'Pseudo-labels per step' });
  const figure = async (row: string): Promise<number> =>
    Number(await fates.getByRole('row', { name: row }).getByRole('cell').textContent());
  await expect(fates).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => figure('Kept'), { timeout: 60_000 }).toBeGreaterThan(0);

  await set('Class', 1000);
  await expect.poll(() => figure('Kept'), { timeout: 60_000 }).toBe(0);
  await expect.poll(() => figure('Refused: class')).toBeGreaterThan(0);
  await expect(settings().getByText('Every candidate is refused')).toBeVisible();

  await set('Class', 100);
  await expect.poll(() => figure('Kept'), { timeout: 60_000 }).toBeGreaterThan(0);
  await playground.pause.click();
});

test('candidates on an unlabelled image say why they are kept or refused', async () => {
  test.setTimeout(240_000);
  await set('Class', 100);
  await set('Mask', 1000);
  await playground.play.click();
  await playground.stepsBeyond((await playground.step()) + 6);
  await playground.pause.click();
  await page.getByRole('tab', { name: /Unlabelled/ }).click();
  const withMasks = page.locator('.thumbnail[data-instances]:not([data-instances="0"])');
  await expect.poll(() => withMasks.count(), { timeout: 120_000 }).toBeGreaterThan(0);
  await withMasks.first().click();
  const objects = page.getByRole('region', { name: 'Objects in this picture' }).getByRole('button');
  // Truth comes last; candidates are the teacher's.
  await objects.first().focus();
  await expect(page.locator('.readout .fate')).toHaveText(/^Refused: mask quality .* is below 1/);
});

test('under the adaptive rule each class has curves of its own, which are brought out one by one', async () => {
  test.setTimeout(240_000);
  await settings().getByRole('combobox', { name: 'Pseudo-labels' }).selectOption('adaptive');
  const before = await playground.step();
  await playground.play.click();
  await playground.stepsBeyond(before + 4);
  await playground.pause.click();
  const curves = page.getByRole('region', { name: 'Curves' });
  await curves.getByRole('button', { name: 'Thresholds', exact: true }).click();
  const kinds = curves.getByRole('group', { name: 'Thresholds of' });
  await kinds.getByRole('button', { name: 'Mask' }).click();
  await expect(
    curves.getByRole('img', { name: /^Mask threshold of each class: hex nut 0\.\d\d, / }),
  ).toBeVisible();
  await kinds.getByRole('button', { name: 'Class' }).click();
  const chart = curves.getByRole('img', { name: /^Class threshold of each class: hex nut 0\.\d\d, / });
  await expect(chart).toHaveAttribute('data-empty', 'false');
  const legend = curves.getByRole('group', { name: 'Class to bring out' });
  await expect(legend.getByRole('button')).toHaveCount(8);
  const drawn = () => chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await page.mouse.move(0, 0);
  const all = await drawn();
  // By keyboard as by pointer; pressed, it stays.
  await legend.getByRole('button', { name: 'lock nut' }).focus();
  await expect.poll(drawn).not.toBe(all);
  await page.keyboard.press('Enter');
  await kinds.getByRole('button', { name: 'Class' }).focus();
  await expect(legend.getByRole('button', { pressed: true })).toHaveText('lock nut');
  expect(await drawn()).not.toBe(all);
  await axeFindsNothing(page, '.curves');
  await takeScreens(page, 'curves-of-classes', { place: chart });
});
