import { type QueuedRun, toggleCompared } from '../../state/runs.ts';
import type { Stores } from '../../state/stores.ts';

/**
 * Begins the next run of the queue when the present one is finished, evaluated and kept, and draws it beside that; a run
 * that fails ends the queue, and its notice says why.
 * @param begin opens a run of its settings, takes it from the queue and plays.
 */
export function followQueue(
  { run, runs }: Pick<Stores, 'run' | 'runs'>,
  begin: (next: QueuedRun) => Promise<void>,
): () => void {
  let followed: string | undefined;
  const advance = () => {
    const { queue, present, compared, runs: kept } = runs.getState();
    const [next] = queue;
    const { state, description } = run.getState();
    if (!next || followed === present || state !== 'finished') return;
    // What is open meanwhile is not the queue's to train on; it waits.
    if (next.project !== description?.project) return;
    // Only what is kept is safe from the settings of the next run.
    const done = kept.find(({ id }) => id === present);
    if (!done || done.scores.step.at(-1) !== done.settings.steps) return;
    followed = present;
    if (!compared.includes(present)) toggleCompared(runs, present);
    void begin(next);
  };
  const stops = [
    runs.subscribe(advance),
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
