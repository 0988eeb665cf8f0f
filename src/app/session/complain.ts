import { EngineCrashed } from '../../engine/client.ts';
import { addNotice, type NoticeStore } from '../../state/notices.ts';

/** Tells of what failed where: no action rejects. */
export type Complain = (where: string, error: unknown) => void;

export const complainTo =
  (notices: NoticeStore): Complain =>
  (where, error) => {
    // The client has told of a crash already.
    if (error instanceof EngineCrashed) return;
    const what = error instanceof Error ? error.message : String(error);
    addNotice(notices, { level: 'error', what, where, advice: '' });
  };
