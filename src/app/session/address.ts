import { describeSettings, type ParsedSettings, parseSettings } from '../../settings/settings.ts';
import type { Stores } from '../../state/stores.ts';

/** Reads the settings from the page's URL. */
export const settingsInAddress = (href: string): ParsedSettings =>
  parseSettings(new URL(href).searchParams.entries());

/** `href` with these settings in place of its query; defaults are left out, so that links stay short. */
export function addressOf(href: string, settings: Parameters<typeof describeSettings>[0]): string {
  const url = new URL(href);
  url.search = new URLSearchParams(describeSettings(settings)).toString();
  return url.href;
}

/**
 * Keeps the URL in step with what the controls ask for. Browsers refuse more than about a hundred
 * replaceState calls in half a minute, and a slider makes sixty a second: so it waits for a rest.
 */
export function keepAddress({ settings }: Stores, rest = 300): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    const address = addressOf(location.href, settings.getState().asked);
    if (address !== location.href) history.replaceState(history.state, '', address);
  };
  const stop = settings.subscribe(({ asked }, before) => {
    if (asked === before.asked) return;
    clearTimeout(timer);
    timer = setTimeout(write, rest);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
