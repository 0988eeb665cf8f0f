import { useEffect, useState } from 'react';
import type { CandidateSurvey } from '../../engine/protocol/pseudo-labels.ts';
import { useRun } from '../session/context.tsx';
import { type FinishedRun, readFinishedRun, showsItsScenes } from './finished-run.ts';

/** What stands in for the run's own candidates while it has none; undefined where that would be of no use. */
export function useFinishedRun(own: CandidateSurvey | undefined): FinishedRun | undefined {
  const dataset = useRun(({ description }) => description?.settings.dataset);
  const unlabelled = useRun(({ description }) => description?.unlabelled.length ?? 0);
  const classes = useRun(({ description }) => description?.categories.length);
  // With its dials turned, the demo's images are others.
  const sameScenes = useRun(
    ({ description }) => description !== undefined && showsItsScenes(description.settings),
  );
  const wanted = own?.images === 0 && dataset === 'demo' && sameScenes && unlabelled > 0;
  const [finished, setFinished] = useState<FinishedRun>();
  useEffect(() => {
    if (!wanted || finished) return;
    let over = false;
    readFinishedRun()
      .then((run) => {
        if (!over) setFinished(run);
      })
      // Without a network, and never fetched before: the plane stays empty and says why.
      .catch(() => {});
    return () => {
      over = true;
    };
  }, [wanted, finished]);
  // Of other classes than the run's it would tell nothing.
  return wanted && finished?.survey.thresholds?.class.length === classes ? finished : undefined;
}
