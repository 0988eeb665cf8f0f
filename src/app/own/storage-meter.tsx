import { useEffect, useState } from 'react';
import type { ProjectSummary } from '../../engine/protocol/projects.ts';
import { bytes } from '../format.ts';
import { useLabelling } from '../session/context.tsx';

interface Room {
  readonly used: number;
  readonly quota: number;
  /** Whether the browser has promised to keep it. */
  readonly lasting: boolean;
}

/** A share of the room above which a person should think of making some. */
const TIGHT = 0.8;

/** Undefined where the browser does not say. */
async function roomNow(): Promise<Room | undefined> {
  const { storage } = navigator;
  if (!storage?.estimate) return undefined;
  const { usage, quota } = await storage.estimate();
  if (usage === undefined || !quota) return undefined;
  return { used: usage, quota, lasting: (await storage.persisted?.()) ?? false };
}

/** How much this page keeps on this computer, of how much it may, and whether that is promised. */
export function StorageMeter({ projects }: { readonly projects: readonly ProjectSummary[] }) {
  const [room, setRoom] = useState<Room>();
  const saved = useLabelling((facts) => facts.saved);
  useEffect(() => {
    // What was saved, or deleted, may have changed it.
    if (saved === 'saved' && projects.length > 0) void roomNow().then(setRoom, () => setRoom(undefined));
  }, [saved, projects]);
  if (!room) return null;
  const { used, quota, lasting } = room;
  return (
    <div className="storage">
      <meter
        aria-label="Room used on this computer"
        min={0}
        max={quota}
        high={TIGHT * quota}
        optimum={0}
        value={used}
      />
      <p className="muted facts">
        {bytes(used)} of {bytes(quota)} used.{' '}
        {lasting
          ? 'The browser keeps it until you delete it.'
          : 'The browser may clear it when the disk is full: take home what matters.'}
        {used > TIGHT * quota && ' Room is short: delete what you have taken home.'}
      </p>
    </div>
  );
}
