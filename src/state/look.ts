import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';

export interface LookFacts {
  readonly theme: Theme;
  /** What the theme comes to on this system. */
  readonly scheme: 'light' | 'dark';
  readonly shortcutsOpen: boolean;
  readonly tourOpen: boolean;
  /** Taken, or not wanted: nobody is asked again. */
  readonly tourDone: boolean;
  /** Time constant of the loss curves: 0 draws every step as it was. */
  readonly smoothing: number;
  readonly logarithmic: boolean;
}

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

export const createLookStore = (theme: Theme = 'system') =>
  createStore<LookFacts>(() => ({
    theme,
    scheme: 'light',
    shortcutsOpen: false,
    tourOpen: false,
    tourDone: false,
    smoothing: 0.8,
    logarithmic: false,
  }));
