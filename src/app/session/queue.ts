import type { Settings } from '../../settings/schema.ts';
import { toggleCompared } from '../../state/runs.ts';
import type { Stores } from '../../state/stores.ts';

/**
 * Begins the next run of the queue when the present one is finished and evaluated, and draws it beside that; a run that fails ends the queue, and
 * its notice says why.
 * @param begin resets with these settings and plays.
 */
export function followQueue(
  { run, runs, curves, settings }: Stores,
  begin: (settings: Settings) => Promise<void>,
): () => void {
  const advance = () => {
    const [next, ...rest] = runs.getState().queue;
    if (!next || run.getState().state !== 'finished') return;
    const { scores } = curves.getState();
    const evaluated = scores.column('step').at(-1);
    if (evaluated !== settings.getState().running?.steps) return;
    const { present, compared } = runs.getState();
    if (!compared.includes(present)) toggleCompared(runs, present);
    runs.setState({ queue: rest });
    void begin(next);
  };
  const stops = [
    curves.subscribe(advance),
    run.subscribe(({ state }, before) => {
      if (state === before.state) return;
      if (state === 'failed') runs.setState({ queue: [] });
      else advance();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
