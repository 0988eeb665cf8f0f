import { defaultsOf, EDITION } from '../../settings/editions.ts';
import { describeSettings, type ParsedSettings, parseSettings } from '../../settings/settings.ts';
import type { Stores } from '../../state/stores.ts';

/** The word that says of which edition of the defaults a link is. */
const EDITION_WORD = 'defaults';

/** Reads the settings from the page's URL. */
export function settingsInAddress(href: string): ParsedSettings {
  const words = new URL(href).searchParams;
  const edition = words.get(EDITION_WORD) ?? String(EDITION);
  words.delete(EDITION_WORD);
  const former = Object.entries(defaultsOf(Number(edition))).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const { settings, notices } = parseSettings([...former, ...words.entries()]);
  if (/^\d{1,4}$/.test(edition) && Number(edition) <= EDITION) return { settings, notices };
  const newer = 'This link is from a newer Penumbra: what it does not name may be set otherwise there.';
  return { settings, notices: [...notices, newer] };
}

/** `href` with these settings in place of its query; defaults are left out, so that links stay short. */
export function addressOf(href: string, settings: Parameters<typeof describeSettings>[0]): string {
  const url = new URL(href);
  const words = describeSettings(settings);
  url.search = new URLSearchParams([
    ...words,
    ...(words.length > 0 ? [[EDITION_WORD, String(EDITION)]] : []),
  ]).toString();
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
