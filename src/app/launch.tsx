import { createRoot } from 'react-dom/client';
import { type Commands, connectEngine, type WorkerLike } from '../engine/client.ts';
import { addNotice } from '../state/notices.ts';
import { forgetRun, receive, receiveDescription } from '../state/receive.ts';
import { createStores } from '../state/stores.ts';
import { App } from './app.tsx';
import { fetchAhead } from './fetch-ahead.ts';
import { createActions } from './session/actions.ts';
import { keepAddress, settingsInAddress } from './session/address.ts';
import { keepUnsaved } from './session/keep-unsaved.ts';
import { keepQueue } from './session/kept-queue.ts';
import { keepRuns } from './session/kept-runs.ts';
import { rememberTour } from './session/remember-tour.ts';
import { keepTheme, rememberedTheme } from './session/theme.ts';
import { bindShortcuts } from './shortcuts/bind.ts';
import { shortcuts } from './shortcuts/table.ts';

/**
 * Draws the page into `place` and starts the engine with the settings of the URL; `spawn` gives another engine.
 * @returns the engine, once its run stands and what may be opened later is loaded.
 */
export async function launch(place: Element, spawn?: () => WorkerLike): Promise<Commands> {
  const { settings, notices } = settingsInAddress(location.href);
  const stores = createStores(settings, rememberedTheme());
  for (const what of notices) {
    const advice = 'Nothing else is affected; the controls show what is used.';
    addNotice(stores.notices, { level: 'warning', what, where: 'the link that opened this page', advice });
  }
  const hooks = {
    onEvent: (event: Parameters<typeof receive>[1]) => receive(stores, event),
    onReopened(description: Parameters<typeof receiveDescription>[1]) {
      forgetRun(stores);
      receiveDescription(stores, description);
    },
  };
  const engine = spawn ? connectEngine(hooks, spawn) : connectEngine(hooks);
  const actions = createActions(engine, stores);
  keepTheme(stores);
  rememberTour(stores);
  keepAddress(stores);
  keepUnsaved(stores);
  // Which run it is that others follow is known from the runs that are kept.
  void keepRuns(stores).then(() => keepQueue(stores));
  bindShortcuts(shortcuts, actions);
  createRoot(place).render(<App session={{ engine, stores, actions }} />);
  // The engine comes first.
  await actions.start();
  await fetchAhead();
  return engine;
}
