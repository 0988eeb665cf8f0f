import type { Commands } from '../../engine/client.ts';
import { addNotice } from '../../state/notices.ts';
import type { Stores } from '../../state/stores.ts';
import type { Complain } from './complain.ts';
import type { Knobs } from './knobs.ts';

/** Thresholds that labelled images speak for. */
export function createSuggestion(
  engine: Commands,
  { run, notices }: Pick<Stores, 'run' | 'notices'>,
  complain: Complain,
  { change }: Pick<Knobs, 'change'>,
) {
  return {
    /** Sets the thresholds by what labelled images say of them, none of them hidden; runs beside training. */
    async suggestThresholds(): Promise<void> {
      if (run.getState().suggesting) return;
      run.setState({ suggesting: { done: 0, all: 1 } });
      try {
        const suggestion = await engine.suggestThresholds();
        run.setState({ suggesting: undefined });
        if (!suggestion) {
          const what = 'Networks trained on parts of the labels saw no object in the other labelled images.';
          const advice = 'Label more images, or make the burn-in longer.';
          addNotice(notices, { level: 'warning', what, where: 'suggesting thresholds', advice });
          return;
        }
        const {
          class: classThreshold,
          mask: maskThreshold,
          coupled: coupledThreshold,
          candidates,
        } = suggestion;
        await change({ classThreshold, maskThreshold, coupledThreshold });
        addNotice(notices, {
          level: 'info',
          what: `Thresholds from ${candidates} candidates on held-out labelled images: class ${classThreshold}, mask ${maskThreshold}, coupled ${coupledThreshold}.`,
          where: 'suggesting thresholds',
          advice: '',
        });
      } catch (error) {
        run.setState({ suggesting: undefined });
        // Cancelled, or its run was left: that was somebody's wish.
        if (!(error instanceof Error && ['AbortError', 'RunEndedError'].includes(error.name)))
          complain('suggesting thresholds', error);
      }
    },
    cancelSuggestion: () => engine.cancelSuggestion(),
  };
}
