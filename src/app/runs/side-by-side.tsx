import { useMemo, useRef } from 'react';
import { knobNames } from '../../settings/settings.ts';
import { type KeptRun, runName } from '../../state/runs.ts';
import { knobOf } from '../../state/settings.ts';
import { count, duration, percent } from '../format.ts';
import { useRuns } from '../session/context.tsx';
import { comparedLooks, presentLook, type RunLook } from './looks.ts';
import { OutButtons } from './out-buttons.tsx';
import { RunCurves } from './run-curves.tsx';

interface Ticked {
  readonly run: KeptRun;
  readonly look: RunLook;
}

/** The present run, where it has been evaluated, and those that are ticked, looking as they do in the validation chart. */
function useTicked(): readonly Ticked[] {
  const runs = useRuns((facts) => facts.runs);
  const compared = useRuns((facts) => facts.compared);
  const present = useRuns((facts) => facts.present);
  return useMemo(() => {
    const find = (id: string) => runs.find((run) => run.id === id);
    const own = find(present);
    const others = compared
      .filter((id) => id !== present)
      .map(find)
      .filter((run) => run !== undefined);
    return [
      ...(own ? [{ run: own, look: presentLook }] : []),
      ...others.map((run, i) => ({ run, look: comparedLooks[i % comparedLooks.length] ?? presentLook })),
    ];
  }, [runs, compared, present]);
}

const best = ({ scores }: KeptRun): number => Math.max(...scores.ap.filter((ap) => !Number.isNaN(ap)));

const figures: readonly { readonly title: string; readonly read: (run: KeptRun) => string }[] = [
  { title: 'AP', read: ({ scores }) => percent(scores.ap.at(-1)) },
  { title: 'AP50', read: ({ scores }) => percent(scores.ap50.at(-1)) },
  { title: 'AP75', read: ({ scores }) => percent(scores.ap75.at(-1)) },
  { title: 'Best AP', read: (run) => (Number.isFinite(best(run)) ? percent(best(run)) : '–') },
  { title: 'Steps', read: ({ steps }) => count(steps) },
  { title: 'Time trained', read: ({ seconds }) => duration(seconds) },
];

/** Runs on the same axes, and what differs between them in a table; one alone is shown, and taken home, as well. */
export function SideBySide() {
  const ticked = useTicked();
  const picture = useRef<SVGSVGElement>(null);
  if (ticked.length === 0) return null;
  const alone = ticked.length === 1;
  const runs = ticked.map(({ run }) => run);
  const differing = knobNames.filter((name) => new Set(runs.map(({ settings }) => settings[name])).size > 1);
  const names = runs.map((run, i) => `Run ${i + 1} (${runName(run)})`);
  return (
    <section className="side-by-side" aria-label={alone ? 'One run' : 'Side by side'}>
      <header>
        <h3>{alone ? 'One run' : 'Side by side'}</h3>
        <span className="spacer" />
        <OutButtons name="penumbra-runs" runs={runs} picture={picture} />
      </header>
      <RunCurves runs={runs} looks={ticked.map(({ look }) => look)} names={names} picture={picture} />
      <table className="runs" aria-label={alone ? 'Figures of the run' : 'What differs between the runs'}>
        <thead>
          <tr>
            <td />
            {ticked.map(({ run, look }, i) => (
              <th key={run.id} scope="col" title={runName(run)}>
                <svg width="30" height="8" aria-hidden="true">
                  <line
                    x1="0"
                    x2="30"
                    y1="4"
                    y2="4"
                    strokeWidth="2.5"
                    strokeDasharray={look.dash.join(' ')}
                    style={{ stroke: `var(${look.colour})` }}
                  />
                </svg>{' '}
                {i + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{knobOf(name).label}</th>
              {runs.map(({ id, settings }) => (
                <td key={id}>{settings[name]}</td>
              ))}
            </tr>
          ))}
          {figures.map(({ title, read }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {runs.map((run) => (
                <td key={run.id}>{read(run)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!alone && differing.length === 0 && <p className="muted">Their settings are the same.</p>}
    </section>
  );
}
