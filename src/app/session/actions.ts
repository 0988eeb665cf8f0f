import type { Commands } from '../../engine/client.ts';
import { themes } from '../../state/look.ts';
import type { Stores } from '../../state/stores.ts';
import { createComparison } from './comparison.ts';
import { complainTo } from './complain.ts';
import { createFilm } from './film.ts';
import { createKnobs } from './knobs.ts';
import { createLabelling } from './labelling.ts';
import { createProjects } from './projects.ts';
import { createPutAside } from './put-aside.ts';
import { createSuggestion } from './suggestion.ts';
import { createTakeHome } from './take-home.ts';
import { createTakeIn } from './take-in.ts';
import { createTransport } from './transport.ts';
import { createViewing } from './viewing.ts';

export type Actions = ReturnType<typeof createActions>;

/** Everything a person can do on the page, for buttons and shortcuts alike. None of them rejects: failures become notices. */
export function createActions(engine: Commands, stores: Stores) {
  const { look } = stores;
  const complain = complainTo(stores.notices);
  const knobs = createKnobs(engine, stores, complain);
  const transport = createTransport(engine, stores, complain, knobs, () => labelling.settle());
  const comparison = createComparison(stores, transport);
  const labelling = createLabelling(engine, stores, complain, () => transport.openRun());

  return {
    ...transport.actions,
    ...knobs.actions,
    ...comparison,
    ...createSuggestion(engine, stores, complain, knobs),

    labelling,
    toggleLabelling: labelling.toggle,
    toggleReview: labelling.toggleReview,

    ...createPutAside(engine, stores, transport, labelling),
    ...createProjects(engine, stores, complain, knobs, transport, labelling),
    ...createTakeIn(engine, stores, complain, knobs, transport, labelling),
    ...createTakeHome(engine, stores, complain, labelling),

    ...createViewing(engine, stores, complain, labelling),
    ...createFilm(stores.time),

    cycleTheme: () =>
      look.setState(({ theme }) => ({
        theme: themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system',
      })),
    startTour: () => look.setState({ tourOpen: true }),
    /** It is not offered again. */
    endTour: () => look.setState({ tourOpen: false, tourDone: true }),
    toggleShortcuts: () => look.setState(({ shortcutsOpen }) => ({ shortcutsOpen: !shortcutsOpen })),
    setSmoothing: (smoothing: number) => look.setState({ smoothing }),
    toggleLogarithmic: () => look.setState(({ logarithmic }) => ({ logarithmic: !logarithmic })),
  };
}
