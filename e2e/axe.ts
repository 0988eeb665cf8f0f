import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Looks at a part of the page as it stands, in both themes. @param part a CSS selector; all of the page without. */
export async function axeFindsNothing(page: Page, part?: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const builder = new AxeBuilder({ page });
    const { violations } = await (part === undefined ? builder : builder.include(part)).analyze();
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      `${part ?? 'the page'}, ${colorScheme}`,
    ).toEqual([]);
  }
}
