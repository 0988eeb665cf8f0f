import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Looks at a part of the page as it stands, in both themes. @param part a CSS selector; all of the page without. */
export async function axeFindsNothing(page: Page, part?: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours on their way from one theme to the other are nobody's contrast.
    await page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    });
    const builder = new AxeBuilder({ page });
    const { violations } = await (part === undefined ? builder : builder.include(part)).analyze();
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      `${part ?? 'the page'}, ${colorScheme}`,
    ).toEqual([]);
  }
}
