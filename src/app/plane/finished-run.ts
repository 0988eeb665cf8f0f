import type { CandidateSurvey } from '../../engine/protocol/pseudo-labels.ts';
import type { Rle } from '../../masks/rle.ts';
import { rleFromString } from '../../masks/string.ts';
import { readCandidates, restored } from '../../metrics/quantised-candidates.ts';
import type { Settings } from '../../settings/schema.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { count } from '../format.ts';

/**
 * The candidates of a real run of the method on the demo, as `src/headless/bake.ts` left them. The page shows them until the
 * visitor's own teacher labels, so that both thresholds work from the first second. The base weights' own candidates
 * would be no help there: their class head is fresh, all class qualities stand near one in eight, and no place of the
 * class threshold tells anything. What a finished run's teacher saw shows what the method is about, and says whose it is.
 */
export interface FinishedRun {
  readonly survey: CandidateSurvey;
  /** Where it comes from, as a sentence. */
  readonly words: string;
  /** The mask of a row of the table, at its image's size. They come when the first is asked for. */
  mask(row: number): Promise<Rle>;
}

/** Whether the demo shows the scenes that the finished run saw. */
export const showsItsScenes = ({
  classConfusion,
  boundarySoftness,
}: Pick<Settings, 'classConfusion' | 'boundarySoftness'>): boolean =>
  classConfusion === defaultSettings.classConfusion && boundarySoftness === defaultSettings.boundarySoftness;

export async function readFinishedRun(): Promise<FinishedRun> {
  const { default: file } = await import('./finished-run.json');
  const numbers = (text: string): Float32Array => Float32Array.from(text.split(' ').map(Number));
  const survey: CandidateSurvey = {
    step: file.steps,
    images: file.images,
    table: restored(readCandidates(file.candidates)),
    validation: undefined,
    thresholds: { class: numbers(file.classThresholds), mask: numbers(file.maskThresholds) },
    centre: file.centre,
  };
  const words = `Until then these are from a finished run: ${count(file.steps)} steps on the demo, ${file.labelled} of it labelled. Drag the thresholds and see what they keep.`;
  const mask = async (row: number): Promise<Rle> => {
    const { default: masks } = await import('./finished-masks.json');
    return rleFromString(masks.rows[row] ?? '', masks.side, masks.side);
  };
  return { survey, words, mask };
}
