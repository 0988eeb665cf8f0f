import type { LayerName } from './protocol/view.ts';

/** Layers that are made of predicted masks. */
export type MaskLayer = Extract<LayerName, 'teacher' | 'student' | 'kept' | 'corrected' | 'refused'>;

/** How a mask is drawn: a row of the overlay kernel. */
export interface MaskLook {
  readonly colour: string;
  readonly fill: number;
  readonly outline: number;
  /** Display pixels of a dash; 0 for an unbroken outline. */
  readonly dash: number;
  /** Display pixels from stripe to stripe; 0 for a plain fill. */
  readonly hatch: number;
}

/** What decides the look of a mask within its layer. */
export interface LookOf {
  /** Of the class that is shown. */
  readonly colour: string;
  /** Of the teacher's class, where that is another. */
  readonly before: string;
  readonly score: number;
  /** Masks of another network lie beneath. */
  readonly above: boolean;
}

/** Shares of a layer's opacity: the object must stay visible beneath the filling, the outline above all. */
export const filling = 0.7;
export const outlining = 1.6;

/** A prediction of this score or more is filled at full opacity, a lesser one fainter, down to `faintest` of it. */
const confident = 0.5;
const faintest = 0.5;

/** Dashes of these two take turns, so that one of them stands out from whatever is beneath. */
const ink = '#101014';
const chalk = '#fafafa';

/** Pixels of a pattern, whatever the size of the picture. */
const dashOf = (displaySide: number): number => Math.max(2, Math.round(displaySide / 90));
const hatchOf = (displaySide: number): number => 2 * Math.max(2, Math.round(displaySide / 75));

/**
 * The rows that draw a mask, the later above the earlier. Layers differ in more than colour: kept masks are filled and
 * have an unbroken outline; corrected ones are striped in the class before and the class after; refused ones are an
 * outline in dashes of black and white; the student's, above the teacher's, an outline in dashes of its class.
 */
export function looksOf(
  layer: MaskLayer,
  { colour, before, score, above }: LookOf,
  opacity: number,
  displaySide: number,
): MaskLook[] {
  const plain = { fill: 0, outline: 0, dash: 0, hatch: 0 };
  const line = Math.min(1, outlining * opacity);
  const whole = {
    ...plain,
    colour,
    fill: filling * opacity * Math.min(1, Math.max(faintest, score / confident)),
    outline: line,
  };
  const dashed = (under: string, dashes: string): MaskLook[] => [
    { ...plain, colour: under, outline: line },
    { ...plain, colour: dashes, outline: line, dash: dashOf(displaySide) },
  ];
  switch (layer) {
    case 'refused':
      return dashed(ink, chalk);
    case 'corrected': {
      const stripes = { ...plain, colour: before, fill: Math.min(1, 1.3 * opacity) };
      return [whole, { ...stripes, hatch: hatchOf(displaySide) }];
    }
    case 'student':
      return above ? dashed(ink, colour) : [whole];
    default:
      return [whole];
  }
}
