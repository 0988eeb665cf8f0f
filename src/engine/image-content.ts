/** Which layers there are for an image, and what is in those that are wanted. What is not wanted is not computed. */
import type { UncertaintyVariant } from '../compute/kernels/pixel-uncertainty.ts';
import type { Heat, MaskGroup } from './draw-view.ts';
import { uncertaintyPlane, weightPlane } from './layer-planes.ts';
import type { Fate } from './protocol/pseudo-labels.ts';
import type { Aspect, LayerName, Layers } from './protocol/view.ts';
import type { SeenMask } from './view-instances.ts';

/** What becomes of a candidate, with what it weighs in the mask loss. */
export interface Judgement extends Fate {
  readonly maskWeight: number;
}

/** What can be asked about an image, now or as it was at an earlier moment. */
export interface Sight<Seen extends SeenMask = SeenMask> {
  readonly truthKnown: boolean;
  /** Moments keep what the teacher saw. */
  readonly studentKnown: boolean;
  /** How masks of pseudo-labels are weighed. */
  readonly weighing: UncertaintyVariant;
  readonly maskSide: number;
  /** Best first. Each runs the network, where nobody asked before. */
  readonly see: (
    who: 'teacher' | 'student',
  ) => Promise<{ readonly step: number; readonly candidates: readonly Seen[] }>;
  /** Undefined where the teacher does not label the image. */
  readonly judge: ((candidates: readonly Seen[]) => readonly Judgement[]) | undefined;
}

export interface ImageContent {
  readonly offered: readonly LayerName[];
  /** Step of the weights; undefined where no network was asked. */
  readonly step: number | undefined;
  readonly groups: readonly MaskGroup[];
  readonly heats: readonly Heat[];
}

/** Predictions below this score are not shown: an untrained network has hundreds. */
const shownScore = 0.1;

/** Layers that there are, in the order in which they are listed. */
export function layersOffered(
  {
    truthKnown,
    studentKnown,
    judged,
    weighing,
  }: Pick<Sight, 'truthKnown' | 'studentKnown' | 'weighing'> & { readonly judged: boolean },
  aspect: Exclude<Aspect, 'views'>,
): LayerName[] {
  const truth: LayerName[] = truthKnown ? ['truth'] : [];
  const student: LayerName[] = studentKnown ? ['student'] : [];
  if (aspect === 'student') return [...truth, ...student];
  if (aspect === 'teacher') return [...truth, 'teacher', 'uncertainty'];
  if (!judged) return [...truth, 'teacher', ...student, 'uncertainty'];
  // Where the teacher labels, its masks are told apart by what becomes of them.
  const weights: LayerName[] = weighing === 'none' ? [] : ['weights'];
  return [...truth, ...student, 'kept', 'corrected', 'refused', 'uncertainty', ...weights];
}

/** The layers of masks, from the top down, by what becomes of each. */
export function byFate<M extends SeenMask>(
  masks: readonly M[],
  fates: readonly Fate[],
  wanted: (layer: LayerName) => number,
): MaskGroup[] {
  return (['kept', 'corrected', 'refused'] as const).map((layer) => {
    const own = masks.map((_, i) => i).filter((i) => layerOf(fates[i]) === layer && wanted(layer) > 0);
    return {
      layer,
      opacity: wanted(layer),
      masks: own.map((i) => masks[i]),
      fates: own.map((i) => fates[i]),
    };
  });
}

const layerOf = ({ kept, corrected }: Fate): 'kept' | 'corrected' | 'refused' =>
  !kept ? 'refused' : corrected ? 'corrected' : 'kept';

export async function contentOf<Seen extends SeenMask>(
  sight: Sight<Seen>,
  aspect: Exclude<Aspect, 'views'>,
  layers: Layers,
): Promise<ImageContent> {
  const { maskSide, judge, weighing, see } = sight;
  const offered = layersOffered({ ...sight, judged: judge !== undefined }, aspect);
  const wanted = (layer: LayerName): number => (offered.includes(layer) ? (layers[layer] ?? 0) : 0);
  const asks = (...names: LayerName[]): boolean => names.some((name) => wanted(name) > 0);
  const certain = (candidates: readonly Seen[]) => candidates.filter(({ score }) => score >= shownScore);

  const student = asks('student') ? await see('student') : undefined;
  const group = (layer: 'teacher' | 'student', masks: readonly SeenMask[]): MaskGroup => ({
    layer,
    opacity: wanted(layer),
    masks: asks(layer) ? masks : [],
  });
  const students = group('student', certain(student?.candidates ?? []));
  if (!asks('teacher', 'kept', 'corrected', 'refused', 'uncertainty', 'weights'))
    return { offered, step: student?.step, groups: [students], heats: [] };

  const { step, candidates } = await see('teacher');
  const judged = aspect === 'image' ? judge?.(candidates) : undefined;
  // Where the teacher labels, whatever it judges can be looked at.
  const shown = judged ? candidates : certain(candidates);
  const groups = judged ? [students, ...byFate(shown, judged, wanted)] : [students, group('teacher', shown)];
  const heats: Heat[] = [];
  if (asks('uncertainty')) {
    const planes = uncertaintyPlane(shown, maskSide);
    heats.push({ planes, map: 'inferno', reversed: false, opacity: wanted('uncertainty') });
  }
  if (asks('weights') && judged) {
    const teaching = shown.flatMap(({ logits }, i) =>
      judged[i].kept && judged[i].maskWeight > 0 ? [{ logits, maskWeight: judged[i].maskWeight }] : [],
    );
    // What counts fully stays as it is; the less a pixel counts, the darker the veil.
    const { side, values } = weightPlane(teaching, maskSide, weighing);
    const planes = { side, values: values.map((weight) => 1 - weight) };
    heats.push({ planes, map: 'cividis', reversed: true, opacity: wanted('weights') });
  }
  return { offered, step, groups, heats };
}

/** An image as the teacher saw it at a moment. Nobody judges what is past, and the student's masks were not kept. */
export const pastSight = (
  known: Pick<Sight, 'truthKnown' | 'weighing' | 'maskSide'>,
  step: number,
  candidates: readonly SeenMask[],
): Sight => ({
  ...known,
  studentKnown: false,
  see: async () => ({ step, candidates }),
  judge: undefined,
});
