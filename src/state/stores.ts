import type { Settings } from '../settings/schema.ts';
import { createCurveStore } from './curves.ts';
import { createLabellingStore } from './labelling.ts';
import { createLookStore, type Theme } from './look.ts';
import { createNoticeStore } from './notices.ts';
import { pace } from './pace.ts';
import { createProgressStore } from './progress.ts';
import { createRunStore } from './run.ts';
import { createRunsStore } from './runs.ts';
import { createSettingsStore } from './settings.ts';
import { createTimeStore } from './time.ts';
import { createViewerStore } from './viewer.ts';

/** Milliseconds between two renders of the running numbers: as often as a person can read them. */
const readable = 250;

/** Everything the page knows. Each store holds plain facts of one kind. */
export function createStores(settings?: Settings, theme?: Theme) {
  const progress = createProgressStore();
  return {
    run: createRunStore(),
    progress,
    /** `progress` as components read it. */
    figures: pace(progress, readable),
    curves: createCurveStore(),
    runs: createRunsStore(),
    settings: createSettingsStore(settings),
    viewer: createViewerStore(),
    labelling: createLabellingStore(),
    notices: createNoticeStore(),
    look: createLookStore(theme),
    time: createTimeStore(),
  };
}

export type Stores = ReturnType<typeof createStores>;
