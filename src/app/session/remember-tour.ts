import type { Stores } from '../../state/stores.ts';

const key = 'penumbra.tour';

/** Remembers for good that a person has taken the tour, or wants none. */
export function rememberTour({ look }: Pick<Stores, 'look'>): () => void {
  try {
    if (localStorage.getItem(key)) look.setState({ tourDone: true });
  } catch {
    // Storage is closed in some private windows; the invitation then comes back.
  }
  return look.subscribe(({ tourDone }, before) => {
    if (tourDone === before.tourDone) return;
    try {
      localStorage.setItem(key, 'done');
    } catch {
      // See above.
    }
  });
}
