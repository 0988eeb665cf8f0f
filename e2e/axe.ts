import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The rules that look at colours: all that can come out otherwise in the other theme. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Looks at a part of the page as it stands, in both themes. @param part a CSS selector; all of the page without. */
export async function axeFindsNothing(page: Page, part?: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours on their way from one theme to the other are nobody's contrast.
    await page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    });
    // There are no frames to look into: it need not open a page of its own for what they answer.
    const builder = new AxeBuilder({ page }).setLegacyMode();
    if (part !== undefined) builder.include(part);
    if (colorScheme === 'light') builder.withRules(ofColours);
    const { violations } = await builder.analyze();
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      `${part ?? 'the page'}, ${colorScheme}`,
    ).toEqual([]);
  }
}
