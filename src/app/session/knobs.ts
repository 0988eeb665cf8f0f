import type { Commands } from '../../engine/client.ts';
import type { KnobName, Settings } from '../../settings/schema.ts';
import { defaultSettings, knobNames } from '../../settings/settings.ts';
import { knobOf } from '../../state/settings.ts';
import type { Stores } from '../../state/stores.ts';
import type { Complain } from './complain.ts';

export type Knobs = ReturnType<typeof createKnobs>;

/** Turning knobs: what works in mid-run is told to the engine, the rest waits for the next run. */
export function createKnobs(engine: Commands, { settings }: Pick<Stores, 'settings'>, complain: Complain) {
  let sending = false;
  /** Tells the engine about knobs that work in mid-run; a slider's values in between are skipped while it listens. */
  async function sendChanges(): Promise<void> {
    if (sending) return;
    sending = true;
    for (let changes = immediateChanges(); changes; changes = immediateChanges()) {
      const sent = changes;
      settings.setState(({ running }) => ({ running: running && { ...running, ...sent } }));
      await engine.change(sent).catch((error: unknown) => complain('changing the settings', error));
    }
    sending = false;
  }

  function immediateChanges(): Partial<Settings> | undefined {
    const { asked, running } = settings.getState();
    if (!running) return undefined;
    const names = knobNames.filter((name) => !knobOf(name).needsReset && running[name] !== asked[name]);
    return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, asked[name]]));
  }

  function change(values: Partial<Settings>): Promise<void> {
    settings.setState(({ asked }) => ({ asked: { ...asked, ...values } }));
    return sendChanges();
  }

  /** What the run that is opened next is to have: the present one stays as it is, and is kept so. */
  function wish(values: Partial<Settings>): void {
    settings.setState(({ asked }) => ({ asked: { ...asked, ...values }, running: undefined }));
  }

  return {
    sendChanges,
    change,
    wish,
    actions: {
      change,
      restoreDefault: (name: KnobName) => change({ [name]: defaultSettings[name] }),
      restoreDefaults: () => change(defaultSettings),
    },
  };
}
