import { startTransition, useEffect, useState } from 'react';
import type { CandidateSurvey } from '../../engine/protocol/pseudo-labels.ts';
import { useSession } from '../session/context.tsx';

/** The teacher's candidates as they stand: asked for anew when predictions change, never twice at once or in a hidden tab. */
export function useSurvey(): CandidateSurvey | undefined {
  const { engine, stores } = useSession();
  const [survey, setSurvey] = useState<CandidateSurvey>();
  useEffect(() => {
    let over = false;
    let asking = false;
    let again = false;
    const ask = async () => {
      if (document.hidden || !stores.run.getState().description) return;
      again = asking;
      if (asking) return;
      asking = true;
      try {
        const found = await engine.candidates(stores.time.getState().at);
        // Thousands of points are laid out anew: in pieces, between which the page answers.
        if (!over) startTransition(() => setSurvey(found));
      } catch {
        // A run that was ended in between is not worth a word: its successor is asked at once.
      }
      asking = false;
      if (again && !over) void ask();
    };
    const stop = stores.run.subscribe(({ predictions, description }, before) => {
      if (predictions !== before.predictions || description !== before.description) void ask();
    });
    const stopTime = stores.time.subscribe(({ at }, before) => {
      if (at !== before.at) void ask();
    });
    document.addEventListener('visibilitychange', ask);
    void ask();
    return () => {
      over = true;
      stop();
      stopTime();
      document.removeEventListener('visibilitychange', ask);
    };
  }, [engine, stores]);
  return survey;
}
