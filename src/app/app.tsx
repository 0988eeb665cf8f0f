import { lazy, Suspense, useState } from 'react';
import { TrainingBar } from './bar/training-bar.tsx';
import { Controls } from './controls/controls.tsx';
import { CurvePanel } from './curves/curve-panel.tsx';
import { Gallery } from './gallery/gallery.tsx';
import { Guard } from './guard.tsx';
import { CapabilityNotice } from './notices/capability-notice.tsx';
import { Notices } from './notices/notices.tsx';
import { DropZone } from './own/drop-zone.tsx';
import { ReadOnly } from './own/read-only.tsx';
import { PlanePanel } from './plane/plane-panel.tsx';
import { type Session, SessionContext, useRun, useRuns } from './session/context.tsx';
import { ShortcutSheet } from './shortcuts/shortcut-sheet.tsx';
import { SkipLinks } from './skip-links.tsx';
import { Invitation } from './tour/invitation.tsx';
import { Viewer } from './viewer/viewer.tsx';

/** Opened by few, and not at once. */
const RunSheet = lazy(() => import('./runs/run-sheet.tsx'));

/** Asked only where a project is open. */
const DestinationSheet = lazy(() => import('./own/destination-sheet.tsx'));

/** Nobody reads it before the tool stands. */
const Article = lazy(() => import('./article/article.tsx'));

/** One window: images on the left, the picture in the middle, the plane and the knobs on the right, curves below, the training bar on top. */
export function App({ session }: { readonly session: Session }) {
  return (
    <SessionContext value={session}>
      <Guard>
        <SkipLinks />
        <div className="tool">
          <TrainingBar />
          <Notices />
          <CapabilityNotice />
          <ReadOnly />
          <main className="workspace" id="tool">
            <Gallery />
            <Viewer />
            <CurvePanel />
            <PlanePanel />
            <Controls />
          </main>
          <footer className="foot">
            Everything runs in this page; no image, label or weight leaves your computer.{' '}
            <a href="#how-it-works">How it works</a>
            <Invitation />
          </footer>
        </div>
        <Suspense>
          <Article />
        </Suspense>
        <DropZone />
        <ShortcutSheet />
        <Runs />
        <Destinations />
      </Guard>
    </SessionContext>
  );
}

/** Fetched when it is first opened, and there from then on: a dialog gives the focus back where it came from. */
function Runs() {
  const open = useRuns((facts) => facts.sheetOpen);
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);
  return (
    wanted && (
      <Suspense>
        <RunSheet />
      </Suspense>
    )
  );
}

/** Whether dropped images are for the open project. */
function Destinations() {
  const project = useRun((facts) => facts.askedFor);
  return (
    project !== undefined && (
      <Suspense>
        <DestinationSheet project={project} />
      </Suspense>
    )
  );
}
