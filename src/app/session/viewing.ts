import type { Commands } from '../../engine/client.ts';
import type { LayerName } from '../../engine/protocol/view.ts';
import type { Rle } from '../../masks/rle.ts';
import type { Stores } from '../../state/stores.ts';
import {
  type Arrangement,
  arrangements,
  type ChosenCandidate,
  neighbour,
  type Split,
  splits,
} from '../../state/viewer.ts';
import type { Complain } from './complain.ts';
import type { Labelling } from './labelling.ts';

const SEEN_ANEW = 'Its mask is gone: the teacher has seen its image anew since.';

/** Which image is looked at, and what is drawn over it. */
export function createViewing(
  engine: Commands,
  { run, viewer }: Pick<Stores, 'run' | 'viewer'>,
  complain: Complain,
  { goOn }: Pick<Labelling, 'goOn'>,
) {
  const images = () => run.getState().description?.[viewer.getState().split] ?? [];
  const select = (selected: number) => viewer.setState({ selected });
  const selectNeighbour = (offset: number) =>
    viewer.setState(({ selected }) => ({ selected: neighbour(images(), selected, offset) }));

  /** Selects an image of any split. */
  function lookAt(selected: number): void {
    const { description } = run.getState();
    const split = splits.find((name) => description?.[name].some(({ id }) => id === selected));
    if (split) viewer.setState({ split, selected });
  }

  return {
    select,
    look: lookAt,
    /**
     * Shows a candidate's mask on its image; undefined takes it away.
     * @param maskOf where its mask is, if not with the run.
     */
    async showCandidate(
      candidate: Omit<ChosenCandidate, 'mask'> | undefined,
      maskOf?: () => Promise<Rle>,
    ): Promise<void> {
      viewer.setState({ chosen: candidate && { ...candidate, mask: undefined } });
      if (!candidate) return;
      const { image, place, step } = candidate;
      lookAt(image);
      try {
        const mask = await (maskOf?.() ?? engine.candidateMask(image, place, step));
        viewer.setState(({ chosen }) => {
          if (chosen?.image !== image || chosen.place !== place || chosen.step !== step) return {};
          const words = mask ? chosen.words : `${chosen.words} ${SEEN_ANEW}`;
          return { chosen: { ...chosen, mask, words } };
        });
      } catch (error) {
        complain('showing a candidate', error);
      }
    },
    /** Selects the unlabelled image that taught the student last. */
    async lookAtLatest(): Promise<void> {
      try {
        const { table } = await engine.candidates();
        const latest = table.step.indexOf(Math.max(...table.step));
        if (latest >= 0) lookAt(table.image[latest]);
      } catch (error) {
        complain('looking for the latest image', error);
      }
    },
    next: () => void (goOn(1) || selectNeighbour(1)),
    previous: () => void (goOn(-1) || selectNeighbour(-1)),
    showSplit(split: Split): void {
      viewer.setState({ split, selected: run.getState().description?.[split][0]?.id });
    },
    /** Moving its slider shows a layer. */
    setLayer: (layer: LayerName, opacity: number) =>
      viewer.setState(({ opacities, shown }) => ({
        opacities: { ...opacities, [layer]: opacity },
        shown: { ...shown, [layer]: true },
        masksShown: true,
      })),
    toggleLayer: (layer: LayerName) =>
      viewer.setState(({ shown }) => ({
        shown: { ...shown, [layer]: !shown[layer] },
        masksShown: true,
      })),
    arrange: (arrangement: Arrangement) => viewer.setState({ arrangement }),
    cycleArrangement: () =>
      viewer.setState(({ arrangement }) => ({
        arrangement: arrangements[(arrangements.indexOf(arrangement) + 1) % arrangements.length] ?? 'picture',
      })),
    toggleMasks: () => viewer.setState(({ masksShown }) => ({ masksShown: !masksShown })),
  };
}
