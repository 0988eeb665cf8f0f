import type { Locator } from '@playwright/test';

/**
 * Controls in sight of which nobody says what they do: neither a tooltip of their own, nor one of the label or the row
 * they stand in, nor a description that is read out with them.
 */
export const controlsWithoutTooltip = (scope: Locator): Promise<string[]> =>
  scope.evaluate((root) => {
    const kinds = 'button, input, select, textarea, [role="slider"], [role="tab"]';
    const told = (control: Element): boolean =>
      control.closest('[title]:not([title=""])') !== null ||
      (control.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .some((id) => document.getElementById(id)?.textContent);
    return [...root.querySelectorAll(kinds)]
      .filter((control) => control.checkVisibility() && !told(control))
      .map((control) =>
        control.outerHTML.replaceAll(/<(svg|path|circle|line)\b.*?<\/\1>/g, '').slice(0, 160),
      );
  });
