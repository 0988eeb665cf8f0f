import { acceptProposal, addObject, erase, paint, recategorise, remove } from '../../labels/document.ts';
import { rasterisePolygon } from '../../masks/polygons.ts';
import type { Rle } from '../../masks/rle.ts';
import { rasteriseStroke } from '../../masks/stroke.ts';
import { offersOf, resized, type Tool } from '../../state/labelling.ts';
import type { Desk } from './labelling.ts';
import type { Review } from './review.ts';

/** Proposals below this are taken one by one only. */
const WORTH_TAKING = 0.3;

/** What is drawn, pointed at and chosen in the picture. */
export function createDrawing(
  { stores, edit, editMarks, size, classOf }: Desk,
  review: Pick<Review, 'adopt' | 'acceptAs'>,
) {
  const { labelling, progress, run } = stores;
  const strokeMask = (points: readonly number[]): Rle => {
    const { width, height } = size();
    return rasteriseStroke(points, labelling.getState().radius, width, height);
  };

  return {
    setTool(tool: Tool): void {
      // To mend the mask that is asked about, it is taken first.
      if (tool === 'brush' || tool === 'eraser' || tool === 'corners') review.adopt();
      labelling.setState(({ review: reviewing, pointed }) => ({
        tool,
        pointed: reviewing ? pointed : undefined,
      }));
    },
    setRadius: (radius: number) => labelling.setState({ radius }),
    resize: (bigger: boolean) => labelling.setState(({ radius }) => ({ radius: resized(radius, bigger) })),
    toggleOutlines: () => labelling.setState(({ outlines }) => ({ outlines: !outlines })),
    point(pointed: number | undefined): void {
      // A review goes on asking about its mask when the pointer has left it.
      if (pointed === undefined && labelling.getState().review) return;
      labelling.setState({ pointed });
    },
    select: (selected: number | undefined) => labelling.setState({ selected }),
    /** Nothing is selected nor asked about: what is drawn next is another object. */
    release: () => labelling.setState({ selected: undefined, pointed: undefined }),

    /** The class of what is drawn next, and of the selected object, or else of the mask that is asked about. */
    choose(category: number): void {
      if (category >= (run.getState().description?.categories.length ?? 0)) return;
      const { selected } = labelling.getState();
      labelling.setState({ category });
      if (selected !== undefined)
        edit((labels) => ({ labels: recategorise(labels, selected, category), id: selected }));
      else review.acceptAs(category);
    },
    /** Goes on with the selected object, or begins one. */
    brush(points: readonly number[]): void {
      const { selected, category } = labelling.getState();
      const mask = strokeMask(points);
      edit((labels) =>
        selected === undefined
          ? addObject(labels, category, mask)
          : { labels: paint(labels, selected, mask), id: selected },
      );
    },
    erase(points: readonly number[]): void {
      const { selected } = labelling.getState();
      edit((labels) => ({ labels: erase(labels, selected, strokeMask(points)), id: selected }));
    },
    polygon(points: readonly number[]): void {
      const { width, height } = size();
      const { category } = labelling.getState();
      edit((labels) => addObject(labels, category, rasterisePolygon(points, width, height)));
    },
    /** Makes a label of what the teacher sees. */
    accept(index: number): void {
      const offered = offersOf(labelling.getState())[index];
      if (offered) edit((labels) => acceptProposal(labels, classOf(offered), offered.mask));
    },
    acceptAll(): void {
      const trained = progress.getState().step > 0;
      const sure = offersOf(labelling.getState()).filter(({ score }) => !trained || score >= WORTH_TAKING);
      edit((labels) => ({
        labels: sure.reduce(
          (before, each) => acceptProposal(before, classOf(each), each.mask).labels,
          labels,
        ),
        id: undefined,
      }));
    },
    /** There is nothing to mark in this image, and that teaches, too; or there is. */
    toggleEmpty(): void {
      editMarks((draft) => (draft.objects.length > 0 ? draft : { ...draft, empty: !draft.empty }), undefined);
    },
    removeSelected(): void {
      const { selected } = labelling.getState();
      if (selected !== undefined) edit((labels) => ({ labels: remove(labels, selected), id: undefined }));
    },
  };
}
