import { RotateCcw } from 'lucide-react';
import type { KnobName } from '../../settings/schema.ts';
import { knobOf, waitingKnobs } from '../../state/settings.ts';
import { count } from '../format.ts';
import { OwnImages } from '../own/own-images.tsx';
import { TrainingAdvice } from '../own/training-advice.tsx';
import { useActions, useRun, useSettings } from '../session/context.tsx';
import { TakeHome } from '../take-home/take-home.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { groups } from './groups.ts';
import { KnobControl } from './knob-control.tsx';
import { PseudoLabelFacts } from './pseudo-label-facts.tsx';
import { SuggestThresholds } from './suggest-thresholds.tsx';

function Waiting() {
  const names = useSettings((facts) => waitingKnobs(facts).join(' '));
  const { reset } = useActions();
  if (names === '') return null;
  const labels = names.split(' ').map((name) => knobOf(name as Parameters<typeof knobOf>[0]).label);
  return (
    <div className="waiting" role="status">
      <p>
        <strong>{new Intl.ListFormat('en').format(labels)}</strong>{' '}
        {labels.length === 1 ? 'applies' : 'apply'} at reset.
      </p>
      <button
        type="button"
        className="button small attention"
        title="Begins a new run at step 0 with these settings"
        onClick={() => void reset()}
      >
        <RotateCcw aria-hidden="true" size={13} />
        Reset and apply
      </button>
    </div>
  );
}

function DataFacts() {
  const description = useRun((facts) => facts.description);
  if (!description) return null;
  const { labelled, unlabelled, validation, parameters } = description;
  return (
    <p className="muted facts">
      {count(labelled.length)} labelled, {count(unlabelled.length)} unlabelled and {count(validation.length)}{' '}
      validation images; {count(parameters)} parameters.
    </p>
  );
}

/** How the demo is drawn: of no meaning for images of one's own. */
const demoDials: ReadonlySet<KnobName> = new Set(['classConfusion', 'boundarySoftness']);

/** Every knob, from the one table of settings. */
export function Controls() {
  const { restoreDefaults } = useActions();
  const own = useSettings(({ asked }) => asked.dataset === 'own');
  return (
    <aside className="controls panel" id="settings" aria-label="Settings">
      <header className="panel-head">
        <h2>Settings</h2>
        <span className="spacer" />
        <button
          type="button"
          className="button small"
          title="Sets every knob back to its default"
          onClick={() => void restoreDefaults()}
        >
          All defaults
        </button>
      </header>
      <Waiting />
      {groups.map(({ title, knobs }) => (
        <section key={title} className="knobs" aria-label={title}>
          <h3>{title}</h3>
          {knobs
            .filter((name) => !(own && demoDials.has(name)))
            .map((name) => (
              <KnobControl key={name} name={name} />
            ))}
          {title === 'Data' && <OwnImages />}
          {title === 'Data' && <DataFacts />}
          {title === 'Data' && <TrainingAdvice />}
          {title === 'Pseudo-labels' && <SuggestThresholds />}
          {title === 'Pseudo-labels' && <PseudoLabelFacts />}
          {title === 'Device' && <DeviceFacts />}
        </section>
      ))}
      <section className="knobs" aria-label="Take home">
        <h3>Take home</h3>
        <TakeHome />
      </section>
    </aside>
  );
}
