import { acceptProposal } from '../../labels/document.ts';
import { answersIn } from '../../labels/offers.ts';
import type { UsefulnessMeasure } from '../../metrics/usefulness.ts';
import { offerAskedOf, offersOf, placeInQueue } from '../../state/labelling.ts';
import type { Desk } from './labelling.ts';

export type Review = ReturnType<typeof createReview>;

/**
 * What the teacher sees on images that nobody has labelled, one mask after another: accepted, corrected or refused. What
 * is accepted takes nothing from what is marked already; what is refused is remembered and not offered again.
 */
export function createReview({
  engine,
  stores,
  complain,
  edit,
  editMarks,
  classOf,
  mayLabel,
  open,
  close,
}: Desk) {
  const { labelling, viewer } = stores;

  async function rank(measure: UsefulnessMeasure): Promise<void> {
    labelling.setState({ on: true, tool: 'propose', review: { measure, queue: undefined } });
    try {
      const queue = await engine.reviewQueue(measure);
      // Meanwhile it may have been left, or asked to rank by something else.
      if (labelling.getState().review?.measure !== measure) return;
      labelling.setState({ review: { measure, queue } });
      const [first] = queue.images;
      if (first) void open(first.id);
    } catch (error) {
      if (labelling.getState().review?.measure === measure) close();
      complain('ranking the unlabelled images', error);
    }
  }

  function take(category: number | undefined, select: boolean): void {
    const { review } = labelling.getState();
    const asked = offerAskedOf(labelling.getState());
    if (!review || !asked) return;
    edit((labels) => {
      const accepted = acceptProposal(labels, category ?? classOf(asked), asked.mask);
      return { labels: accepted.labels, id: select ? accepted.id : undefined };
    });
  }

  return {
    toggleReview(): void {
      const { review } = labelling.getState();
      if (review) close();
      else if (mayLabel()) void rank('class');
    },
    rank,
    /** Another image of the queue, round its ends. Returns whether there is a review that could go there. */
    goOn(offset: number): boolean {
      const { review } = labelling.getState();
      const images = review?.queue?.images;
      if (!images?.length) return review !== undefined;
      const at = placeInQueue(labelling.getState(), viewer.getState().selected);
      const next = at === undefined ? 0 : (at + offset + images.length) % images.length;
      const image = images[next];
      if (image) void open(image.id);
      return true;
    },
    /** Asks about another mask of this image without an answer to this one. */
    ask(offset: number): void {
      const { review, pointed } = labelling.getState();
      const { length } = offersOf(labelling.getState());
      if (review && length > 0)
        labelling.setState({ pointed: ((pointed ?? 0) + offset + length) % length, selected: undefined });
    },
    acceptAsked: () => take(undefined, false),
    /** The mask is right, its class is not. */
    acceptAs: (category: number) => take(category, false),
    /** The class may be right, the mask is not: it is taken and selected, for the tools to mend. */
    adopt(): void {
      if (labelling.getState().selected === undefined) take(undefined, true);
    },
    refuseAsked(): void {
      const { review } = labelling.getState();
      const asked = offerAskedOf(labelling.getState());
      if (!review || !asked) return;
      editMarks((marks) => ({ ...marks, refused: [...marks.refused, asked.mask] }), undefined);
    },
    /**
     * Answers to the candidate that was chosen in the plane, with the mask that is shown of it. Its image stays open in a
     * review, for the other masks to be answered too before training takes it up.
     * @param images of all candidates that were chosen: the queue, where there is no ranked one.
     */
    async answerChosen(accepts: boolean, images: readonly number[]): Promise<void> {
      const { chosen } = viewer.getState();
      if (!chosen?.mask || !mayLabel()) return;
      const { image, category, mask } = chosen;
      const queue = { images: images.map((id) => ({ id })) };
      labelling.setState(({ review }) => ({
        review: review?.queue && review.measure !== 'chosen' ? review : { measure: 'chosen', queue },
      }));
      if (labelling.getState().image !== image || !labelling.getState().on) await open(image);
      const { image: opened, history } = labelling.getState();
      // Meanwhile another image may have been opened, or it may have been answered.
      if (opened !== image || !history || answersIn(history.present)(mask) !== undefined) return;
      if (accepts)
        edit((labels) => ({ labels: acceptProposal(labels, category, mask).labels, id: undefined }));
      else editMarks((marks) => ({ ...marks, refused: [...marks.refused, mask] }), undefined);
    },
    /** Everything in this image that the thresholds in force would keep. */
    acceptAbove(): void {
      const above = offersOf(labelling.getState()).filter(({ fate }) => fate.kept);
      edit((labels) => ({
        labels: above.reduce(
          (before, each) => acceptProposal(before, classOf(each), each.mask).labels,
          labels,
        ),
        id: undefined,
      }));
    },
  };
}
