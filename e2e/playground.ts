import { expect, type Locator, type Page } from '@playwright/test';

/** Milliseconds until the demo data stands and the network is compiled, on two busy cores. */
const preparation = 90_000;

/** The page, as a person reads and works it. */
export class Playground {
  readonly page: Page;
  readonly play: Locator;
  readonly pause: Locator;
  readonly singleStep: Locator;
  readonly reset: Locator;
  readonly notices: Locator;
  readonly capabilities: Locator;

  constructor(page: Page) {
    this.page = page;
    const training = page.getByRole('group', { name: 'Training' });
    this.play = training.getByRole('button', { name: 'Play' });
    this.pause = training.getByRole('button', { name: 'Pause' });
    this.singleStep = training.getByRole('button', { name: 'Step' });
    this.reset = training.getByRole('button', { name: 'Reset' });
    this.notices = page.getByRole('region', { name: 'Notices' });
    this.capabilities = page.getByRole('region', { name: 'What this browser can do' });
  }

  /** Opens the page with settings in its address, and does not wait: its run is still being prepared. */
  static async visit(
    page: Page,
    settings: Record<string, string | number> = {},
    origin = '',
  ): Promise<Playground> {
    const words = Object.entries(settings).map(([name, value]) => [name, String(value)]);
    await page.goto(`${origin}/?${new URLSearchParams(words)}`);
    const playground = new Playground(page);
    await expect(playground.play).toBeVisible();
    return playground;
  }

  /** Opens the page with settings in its address and waits until it can train. */
  static async open(
    page: Page,
    settings: Record<string, string | number> = {},
    origin = '',
  ): Promise<Playground> {
    const playground = await Playground.visit(page, settings, origin);
    await expect(playground.play).toBeEnabled({ timeout: preparation });
    return playground;
  }

  /** Steps trained, as the page shows them. */
  async step(): Promise<number> {
    return Number(await this.page.locator('.progress').getAttribute('data-step'));
  }

  async stepsBeyond(step: number, timeout = 60_000): Promise<void> {
    await expect.poll(() => this.step(), { timeout }).toBeGreaterThan(step);
  }

  async dismissNotices(): Promise<void> {
    const dismiss = this.notices.getByRole('button', { name: 'Dismiss' });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
  }

  /** The value of one of the running numbers, as shown. */
  figure(label: string): Locator {
    return this.page.locator('.figure', { hasText: label }).locator('dd');
  }

  async loss(): Promise<number> {
    return Number(await this.figure('Loss').textContent());
  }

  chart(name: string): Locator {
    return this.page.getByRole('img', { name: new RegExp(`^${name}`) });
  }

  async points(name: string): Promise<number> {
    return Number(await this.chart(name).getAttribute('data-points'));
  }

  get thumbnails(): Locator {
    return this.page.getByRole('tabpanel').getByRole('button');
  }

  get picture(): Locator {
    return this.page.locator('.stage canvas').first();
  }
}
