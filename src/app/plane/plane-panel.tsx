import { useMemo, useState } from 'react';
import { count, share } from '../format.ts';
import { useActions, useRun, useSettings } from '../session/context.tsx';
import { FigureTable } from './figure-table.tsx';
import { Plane } from './plane.tsx';
import { useSurvey } from './use-survey.ts';
import { type Pair, thresholdsAt, whatIf } from './what-if.ts';

/** Both qualities of every pseudo-label in one plane, two thresholds to drag, and what that would keep. */
export function PlanePanel() {
  const survey = useSurvey();
  const categories = useRun(({ description }) => description?.categories);
  const unlabelled = useRun(({ description }) => description?.unlabelled.length ?? 0);
  const classThreshold = useSettings(({ asked }) => asked.classThreshold);
  const maskThreshold = useSettings(({ asked }) => asked.maskThreshold);
  const running = useSettings((facts) => facts.running ?? facts.asked);
  const { change, look } = useActions();
  const [preview, setPreview] = useState<Pair>();
  const [picked, setPicked] = useState<{ readonly row: number; readonly of: unknown }>();
  const pair = useMemo(
    () => preview ?? { class: classThreshold, mask: maskThreshold },
    [preview, classThreshold, maskThreshold],
  );
  const classColours = useMemo(() => categories?.map(({ colour }) => colour) ?? [], [categories]);
  const thresholds = useMemo(
    () => survey && thresholdsAt(survey, classColours.length, running, pair),
    [survey, classColours, running, pair],
  );
  const found = useMemo(() => survey && thresholds && whatIf(survey.table, thresholds), [survey, thresholds]);
  const settle = (next: Pair) => {
    setPreview(undefined);
    void change({ classThreshold: next.class, maskThreshold: next.mask });
  };
  const highlighted = picked?.of === survey?.table ? picked?.row : undefined;
  return (
    <section className="plane-panel panel" aria-label="Decoupling plane">
      <header className="panel-head">
        <h2>Decoupling plane</h2>
      </header>
      {survey && thresholds && found && (
        <>
          <Plane
            survey={survey}
            whatIf={found}
            pair={pair}
            thresholds={thresholds}
            classColours={classColours}
            highlighted={highlighted}
            onPreview={setPreview}
            onSettle={settle}
            onPick={(row) => {
              setPicked({ row, of: survey.table });
              look(survey.table.image[row]);
            }}
            label={`${count(survey.table.count)} candidates by class quality and mask quality; thresholds ${share(pair.class)} and ${share(pair.mask)} keep ${count(found.pair.kept)}`}
          />
          {survey.images === 0 ? (
            <p className="muted facts">{whyEmpty(running.rule, running.burnIn, unlabelled)}</p>
          ) : (
            <FigureTable whatIf={found} survey={survey} unlabelled={unlabelled} />
          )}
        </>
      )}
    </section>
  );
}

function whyEmpty(rule: string, burnIn: number, unlabelled: number): string {
  if (unlabelled === 0) return 'There are no unlabelled images, so there are no candidates to judge.';
  if (rule === 'off') return 'The rule is off: choose one under Pseudo-labels, and candidates appear here.';
  return `Candidates appear when the teacher begins to label, after ${count(burnIn)} steps of burn-in.`;
}
