import { Keyboard, Moon, Sun, SunMoon } from 'lucide-react';
import type { Theme } from '../../state/look.ts';
import { useActions, useLook } from '../session/context.tsx';

const icons: Readonly<Record<Theme, typeof Sun>> = { system: SunMoon, light: Sun, dark: Moon };

/** Theme and the shortcut sheet. */
export function PageButtons() {
  const theme = useLook((facts) => facts.theme);
  const { cycleTheme, toggleShortcuts } = useActions();
  const ThemeIcon = icons[theme];
  return (
    <div className="page-buttons">
      <button
        type="button"
        className="icon-button"
        onClick={cycleTheme}
        title={`Theme: ${theme} (T)`}
        aria-label={`Theme: ${theme}. Press for the next`}
      >
        <ThemeIcon aria-hidden="true" size={18} />
      </button>
      <button
        type="button"
        className="icon-button"
        onClick={toggleShortcuts}
        title="Keyboard shortcuts (?)"
        aria-label="Keyboard shortcuts"
      >
        <Keyboard aria-hidden="true" size={18} />
      </button>
    </div>
  );
}
