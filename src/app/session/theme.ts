import { type Theme, themes } from '../../state/look.ts';
import type { Stores } from '../../state/stores.ts';

const key = 'penumbra.theme';

/** The theme chosen on an earlier visit; "system" where none was, or where storage is closed to the page. */
export function rememberedTheme(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Puts the theme on the document, where the style sheets read it, and remembers it. */
export function keepTheme({ look }: Stores): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = look.getState();
    document.documentElement.dataset.theme = theme;
    const dark = theme === 'dark' || (theme === 'system' && system.matches);
    look.setState({ scheme: dark ? 'dark' : 'light' });
  };
  apply();
  system.addEventListener('change', apply);
  const stop = look.subscribe(({ theme }, before) => {
    if (theme === before.theme) return;
    apply();
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Storage is closed in some private windows; the theme then lasts as long as the page.
    }
  });
  return () => {
    system.removeEventListener('change', apply);
    stop();
  };
}
