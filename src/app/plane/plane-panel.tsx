import { useMemo, useState } from 'react';
import type { RunCategory } from '../../engine/protocol/run.ts';
import { sortedProducts } from '../../metrics/kept-figures.ts';
import { count, share } from '../format.ts';
import { useActions, useRun, useSettings } from '../session/context.tsx';
import { ChosenList } from './chosen-list.tsx';
import { circumstances, perClassInWords, whyEmpty } from './circumstances.ts';
import { ClassFlow } from './class-flow.tsx';
import { ClassTable } from './class-table.tsx';
import { FigureTable } from './figure-table.tsx';
import { correctionInWords, truthInWords, verdictInWords } from './in-words.ts';
import { Plane } from './plane.tsx';
import { PlaneKey } from './plane-key.tsx';
import { Reliability } from './reliability.tsx';
import { ThresholdField } from './threshold-field.tsx';
import { useChosen } from './use-chosen.ts';
import { useFinishedRun } from './use-finished-run.ts';
import { useSurvey } from './use-survey.ts';
import { type Pair, thresholdsAt, whatIf } from './what-if.ts';

/** Ways to look at the candidates, and what each shows. */
const views = {
  Plane: 'Every candidate by its two qualities, and what the thresholds keep of them',
  Reliability: 'Whether each quality is worth its threshold: how well it foretells what is right',
  Classes: 'What pseudo-labels are taught as, before and after correction',
} as const;
type View = keyof typeof views;
const viewNames = Object.keys(views) as View[];

const none: readonly RunCategory[] = [];

/** Both qualities of every pseudo-label in one plane, two thresholds to drag, and what that would keep. */
export function PlanePanel() {
  const own = useSurvey();
  const finished = useFinishedRun(own);
  const survey = finished?.survey ?? own;
  const categories = useRun(({ description }) => description?.categories) ?? none;
  const unlabelled = useRun(({ description }) => description?.unlabelled.length ?? 0);
  const writable = useRun((facts) => facts.writable);
  const validation = useRun(({ description }) => description?.validation.length ?? 0);
  const classThreshold = useSettings(({ asked }) => asked.classThreshold);
  const maskThreshold = useSettings(({ asked }) => asked.maskThreshold);
  const running = useSettings((facts) => facts.running ?? facts.asked);
  const { change } = useActions();
  const [view, setView] = useState<View>('Plane');
  const [preview, setPreview] = useState<Pair>();
  const pair = useMemo(
    () => preview ?? { class: classThreshold, mask: maskThreshold },
    [preview, classThreshold, maskThreshold],
  );
  const table = survey?.table;
  const evidence = useMemo(
    () =>
      survey && {
        table: survey.table,
        products: sortedProducts(survey.table),
        measured: survey.table.objects > 0 ? undefined : survey.validation,
      },
    [survey],
  );
  const classColours = useMemo(() => categories.map(({ colour }) => colour), [categories]);
  const names = useMemo(() => categories.map(({ name }) => name), [categories]);
  const thresholds = useMemo(
    () => survey && thresholdsAt(survey, names.length, running.rule, pair),
    [survey, names, running.rule, pair],
  );
  const found = useMemo(() => evidence && thresholds && whatIf(evidence, thresholds), [evidence, thresholds]);
  const words = (row: number): string =>
    table && thresholds
      ? [
          verdictInWords(table, row, thresholds, names),
          correctionInWords(table, row, names),
          truthInWords(table, row, names),
        ]
          .filter((sentence) => sentence !== '')
          .join(' ')
      : '';
  const said = useMemo(
    () =>
      survey &&
      (finished
        ? `${whyEmpty({ running, unlabelled }, own?.step ?? 0)} ${finished.words}`
        : survey.images === 0
          ? whyEmpty({ running, unlabelled }, survey.step)
          : circumstances({ survey, running, unlabelled, validation, classes: names.length }).join(' ')),
    [survey, own, finished, running, unlabelled, validation, names],
  );
  const { chosen, choose, show } = useChosen(table, words, finished);
  const settle = (next: Pair) => {
    setPreview(undefined);
    void change({ classThreshold: next.class, maskThreshold: next.mask });
  };
  return (
    <section className="plane-panel panel" id="plane" aria-label="Decoupling plane">
      <header className="panel-head">
        <h2>Decoupling</h2>
        {finished && <span className="badge">finished run</span>}
        <span className="spacer" />
        <fieldset className="switch" aria-label="Candidates shown as">
          {viewNames.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === view}
              title={views[name]}
              onClick={() => setView(name)}
            >
              {name}
            </button>
          ))}
        </fieldset>
      </header>
      {survey && survey.images > 0 && view === 'Reliability' && (
        <Reliability
          table={evidence?.measured ?? survey.table}
          against={evidence?.measured ? 'the labelled validation images' : 'hidden truth'}
        />
      )}
      {survey && survey.images > 0 && view === 'Classes' && (
        <ClassFlow survey={survey} settings={running} categories={categories} onShow={show} />
      )}
      {survey && thresholds && found && view === 'Plane' && (
        <>
          <Plane
            table={survey.table}
            whatIf={found}
            pair={pair}
            thresholds={thresholds}
            classColours={classColours}
            chosen={chosen}
            onPreview={setPreview}
            onSettle={settle}
            onChoose={choose}
            label={`${count(survey.table.count)} candidates by class quality and mask quality; thresholds ${share(pair.class)} and ${share(pair.mask)} keep ${count(found.pair.kept)}`}
          />
          {survey.images > 0 && <FigureTable {...found} />}
          {chosen.length > 0 && (
            <ChosenList
              table={survey.table}
              chosen={chosen}
              categories={categories}
              words={words}
              answerable={running.dataset === 'own' && writable && !finished}
              onShow={show}
              onClear={() => choose([])}
            />
          )}
          <div className="thresholds">
            <ThresholdField
              knob="classThreshold"
              title="Class"
              value={pair.class}
              onPreview={(value) => setPreview({ ...pair, class: value })}
              onSettle={(value) => settle({ ...pair, class: value })}
            />
            <ThresholdField
              knob="maskThreshold"
              title="Mask"
              value={pair.mask}
              onPreview={(value) => setPreview({ ...pair, mask: value })}
              onSettle={(value) => settle({ ...pair, mask: value })}
            />
          </div>
          {survey.images > 0 && <PlaneKey table={survey.table} fates={found.fates} />}
          {survey.images > 0 && categories.length > 1 && (
            <ClassTable
              table={survey.table}
              fates={found.fates}
              thresholds={thresholds}
              categories={categories}
            />
          )}
        </>
      )}
      {survey && (survey.images === 0 || view === 'Plane') && (
        <p className="muted facts">
          {said} {survey.images > 0 && thresholds && perClassInWords(thresholds, pair)}
        </p>
      )}
    </section>
  );
}
