import { useMemo, useState } from 'react';
import { count, share } from '../format.ts';
import { useActions, useRun, useSettings } from '../session/context.tsx';
import { ClassFlow } from './class-flow.tsx';
import { FigureTable } from './figure-table.tsx';
import { Plane } from './plane.tsx';
import { Reliability } from './reliability.tsx';
import { useSurvey } from './use-survey.ts';
import { type Pair, thresholdsAt, whatIf } from './what-if.ts';

const views = ['Plane', 'Reliability', 'Classes'] as const;
type View = (typeof views)[number];

/** Both qualities of every pseudo-label in one plane, two thresholds to drag, and what that would keep. */
export function PlanePanel() {
  const survey = useSurvey();
  const categories = useRun(({ description }) => description?.categories);
  const unlabelled = useRun(({ description }) => description?.unlabelled.length ?? 0);
  const classThreshold = useSettings(({ asked }) => asked.classThreshold);
  const maskThreshold = useSettings(({ asked }) => asked.maskThreshold);
  const running = useSettings((facts) => facts.running ?? facts.asked);
  const { change, look } = useActions();
  const [view, setView] = useState<View>('Plane');
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
        <h2>Decoupling</h2>
        <span className="spacer" />
        <fieldset className="switch" aria-label="Candidates shown as">
          {views.map((name) => (
            <button key={name} type="button" aria-pressed={name === view} onClick={() => setView(name)}>
              {name}
            </button>
          ))}
        </fieldset>
      </header>
      {survey && survey.images > 0 && view === 'Reliability' && <Reliability table={survey.table} />}
      {survey && survey.images > 0 && view === 'Classes' && categories && (
        <ClassFlow table={survey.table} categories={categories} />
      )}
      {survey?.images === 0 && view !== 'Plane' && (
        <p className="muted facts">{whyEmpty(running.rule, running.burnIn, unlabelled)}</p>
      )}
      {survey && thresholds && found && view === 'Plane' && (
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
