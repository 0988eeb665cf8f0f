import type { CurveRows } from '../engine/protocol/curves.ts';
import type { EngineEvent } from '../engine/protocol/events.ts';
import type { Notice } from '../engine/protocol/notice.ts';
import type { AsideRun, Resumed, RunDescription } from '../engine/protocol/run.ts';
import { addToCurves, clearCurves, setCurves } from './curves.ts';
import { addNotice, tellCautions } from './notices.ts';
import { atTheStart } from './progress.ts';
import { aNewRun, type KeptRun, keepRun, keepTime, runName, scoresOf, secondsTrained } from './runs.ts';
import type { Stores } from './stores.ts';
import { forgetMoments, setMoments } from './time.ts';
import { placeIn } from './viewer.ts';

/** Writes what the engine reports into the stores. */
export function receive(stores: Stores, event: EngineEvent): void {
  const { run, progress, curves, notices, time } = stores;
  switch (event.type) {
    case 'state':
      run.setState({ state: event.state });
      keepTime(stores.runs, event.state === 'running');
      break;
    case 'step': {
      // A step that was under way when the run was reset belongs to the run before.
      if (startsAnew(stores)) break;
      const { type: _, losses, pseudoLabels, ...figures } = event;
      progress.setState({ ...figures, loss: losses.total, pseudoLabels });
      addToCurves(curves, event);
      break;
    }
    case 'evaluation':
      progress.setState({ teacher: event.teacher });
      addToCurves(curves, event);
      shelveRun(stores);
      break;
    case 'student evaluation':
    case 'labelling':
      if (!startsAnew(stores)) addToCurves(curves, event);
      break;
    case 'moments':
      if (!startsAnew(stores)) setMoments(time, event.moments);
      break;
    case 'predictions':
      run.setState(({ predictions }) => ({ predictions: predictions + 1 }));
      break;
    case 'kept':
      // Of the run that ends: its last write may be done only now.
      if (!startsAnew(stores)) run.setState({ kept: event.step });
      break;
    case 'put aside':
      addNotice(notices, asideNotice(event, stores.runs.getState().queue.length > 0));
      break;
    case 'import':
      run.setState({ importing: { done: event.done, all: event.all } });
      break;
    case 'suggesting':
      // The last ones may come after the answer.
      if (run.getState().suggesting) run.setState({ suggesting: { done: event.done, all: event.all } });
      break;
    case 'project':
      run.setState({ writable: event.writable });
      break;
    case 'download': {
      const { download } = event;
      run.setState(({ downloads }) => ({ downloads: { ...downloads, [download.name]: download } }));
      break;
    }
    case 'device':
      run.setState({ device: event.device });
      break;
    case 'notice':
      addNotice(notices, event.notice);
      break;
    case 'cautions':
      tellCautions(notices, event.cautions);
      break;
  }
}

/** @param queued whether runs wait to follow, which would take the place of what is brought back. */
const asideNotice = ({ id, step }: AsideRun, queued: boolean): Notice => ({
  level: 'info',
  what: `The run that stood at step ${step} is put aside.`,
  where: '',
  advice: queued
    ? 'Runs brings it back when the ablation is done; brought back now, it ends the ablation.'
    : 'It can be brought back as it was, here or in Runs.',
  undo: { run: id },
});

const startsAnew = ({ run }: Stores): boolean => {
  const { command } = run.getState();
  return command === 'open' || command === 'reset';
};

/** Back to step 0 on the page; call before the engine is told, so that what it reports from then on counts. */
export function forgetRun({ progress, curves, run, runs, time }: Stores): void {
  run.setState({ kept: undefined });
  runs.setState(aNewRun());
  progress.setState(atTheStart, true);
  clearCurves(curves);
  forgetMoments(time);
}

/** A run is worth keeping from its first evaluation on: so a crash loses none. */
function shelveRun({ progress, curves, settings, run, runs }: Stores): void {
  const { running } = settings.getState();
  const { scores } = curves.getState();
  if (!running) return;
  const { project: id, projectName: name = '' } = run.getState().description ?? {};
  keepRun(runs, {
    id: runs.getState().present,
    ended: Date.now(),
    settings: running,
    steps: progress.getState().step,
    seconds: secondsTrained(runs.getState()),
    ablation: runs.getState().part,
    project: id === undefined ? undefined : { id, name },
    device: run.getState().device?.description ?? '',
    scores: scoresOf(scores),
  });
}

/** Whether evaluations are of one run, as far as both go. A file holds them in single precision. */
function agrees({ scores }: KeptRun, { step, ap }: CurveRows['scores']): boolean {
  const common = Math.min(scores.step.length, step.length);
  return scores.step
    .slice(0, common)
    .every(
      (at, i) =>
        at === step[i] &&
        Object.is(Math.fround(scores.ap[i] ?? Number.NaN), Math.fround(ap[i] ?? Number.NaN)),
    );
}

/** Figures and curves of a run that goes on where it stood. */
function bringBack(
  { progress, curves, run, runs, time }: Stores,
  { step, copy, curves: rows, moments }: Resumed,
  { settings, project }: RunDescription,
): void {
  const name = runName({ settings });
  const same = runs
    .getState()
    .runs.find((kept) => runName(kept) === name && kept.project?.id === project && agrees(kept, rows.scores));
  // It is one run, not two that look alike; but a copy must not take the place of what the other tab has of its own.
  if (same)
    runs.setState({
      ...(!copy && { present: same.id, part: same.ablation }),
      clock: { seconds: same.seconds ?? 0, since: undefined },
    });
  const { losses, scores } = rows;
  const last = (column: Float64Array): number | undefined => {
    const value = column.at(-1);
    return Number.isNaN(value) ? undefined : value;
  };
  const teacher =
    scores.step.length > 0
      ? { ap: last(scores.ap), ap50: last(scores.ap50), ap75: last(scores.ap75) }
      : undefined;
  progress.setState({ step, loss: last(losses.total), teacher });
  setCurves(curves, rows);
  setMoments(time, moments);
  run.setState({ kept: step });
}

/** Another run stands. */
export function receiveDescription(stores: Stores, description: RunDescription): void {
  if (description.resumed) bringBack(stores, description.resumed, description);
  const { run, settings, viewer } = stores;
  run.setState(({ predictions }) => ({
    description,
    device: description.device,
    predictions: predictions + 1,
  }));
  settings.setState({ running: description.settings });
  viewer.setState((facts) => placeIn(description, facts));
}
