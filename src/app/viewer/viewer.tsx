import { ChevronLeft, ChevronRight, Eye, EyeOff, ListChecks, PencilLine } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useActions, useLabelling, useRun, useViewer } from '../session/context.tsx';
import { ChosenLayer } from './chosen-layer.tsx';
import { InstanceReadout } from './instance-readout.tsx';
import { InstanceTable } from './instance-table.tsx';
import { LayerSliders } from './layer-sliders.tsx';
import { Picture } from './picture.tsx';
import { type DrawnView, useImageView } from './use-image-view.ts';

const none: readonly never[] = [];

/** Most people look before they label. */
const LabelLayer = lazy(() => import('../labelling/label-layer.tsx'));
const LabelPanel = lazy(() => import('../labelling/label-panel.tsx'));

/** The selected image, large, with its layers, its key and what is under the pointer. */
export function Viewer() {
  const description = useRun((facts) => facts.description);
  const split = useViewer((facts) => facts.split);
  const selected = useViewer((facts) => facts.selected);
  const masksShown = useViewer((facts) => facts.masksShown);
  const labelling = useLabelling((facts) => facts.on);
  const reviewing = useLabelling((facts) => facts.review !== undefined);
  const { next, previous, toggleMasks, toggleLabelling, toggleReview } = useActions();
  const chosen = useViewer((facts) => facts.chosen);
  const [hovered, setHovered] = useState<number>();
  const image = description?.[split].find(({ id }) => id === selected);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useImageView(image, canvas);
  const EyeIcon = masksShown ? Eye : EyeOff;
  return (
    <section className="viewer panel" aria-label="Image">
      <header className="panel-head">
        <h2>{image?.name ?? 'No image yet'}</h2>
        <span className="muted">
          {image && `${image.width} × ${image.height}`}
          {view && view.step > 0 && `, predictions of step ${view.step}`}
        </span>
        <span className="spacer" />
        {description?.settings.dataset === 'own' && (
          <>
            <button
              type="button"
              className="button small"
              onClick={toggleReview}
              aria-pressed={reviewing}
              title="Accept, correct or refuse what the teacher sees on unlabelled images (U)"
            >
              <ListChecks aria-hidden="true" size={14} />
              Review
            </button>
            <button
              type="button"
              className="button small"
              onClick={toggleLabelling}
              aria-pressed={labelling && !reviewing}
              title="Mark the objects of this image (M)"
            >
              <PencilLine aria-hidden="true" size={14} />
              Label
            </button>
          </>
        )}
        <button
          type="button"
          className="button small"
          onClick={toggleMasks}
          aria-pressed={masksShown}
          title="Masks on or off (X)"
        >
          <EyeIcon aria-hidden="true" size={14} />
          Masks
        </button>
        <button
          type="button"
          className="icon-button"
          onClick={previous}
          aria-label="Previous image"
          title="Previous image (A)"
        >
          <ChevronLeft aria-hidden="true" size={18} />
        </button>
        <button
          type="button"
          className="icon-button"
          onClick={next}
          aria-label="Next image"
          title="Next image (D)"
        >
          <ChevronRight aria-hidden="true" size={18} />
        </button>
      </header>
      <div className="viewer-body">
        <Picture
          name={image?.name}
          canvas={canvas}
          view={view}
          hovered={labelling ? undefined : hovered}
          onHover={setHovered}
          layer={
            labelling && image
              ? (panZoom) => (
                  <Suspense>
                    <LabelLayer image={image} panZoom={panZoom} />
                  </Suspense>
                )
              : chosen?.mask && chosen.image === view?.imageId
                ? () => <ChosenLayer chosen={chosen} />
                : undefined
          }
        />
        <div className="viewer-side">
          {labelling ? (
            <Suspense>
              <LabelPanel />
            </Suspense>
          ) : (
            <Facts view={view} hovered={hovered} onHover={setHovered} />
          )}
        </div>
      </div>
    </section>
  );
}

interface FactsProps {
  readonly view: DrawnView | undefined;
  readonly hovered: number | undefined;
  readonly onHover: (index: number | undefined) => void;
}

/** What is under the pointer, the layers, and every object as a list. */
function Facts({ view, hovered, onHover }: FactsProps) {
  const categories = useRun((facts) => facts.description?.categories) ?? none;
  const chosen = useViewer((facts) => facts.chosen);
  return (
    <>
      <InstanceReadout
        instance={hovered === undefined ? undefined : view?.instances[hovered]}
        chosen={chosen?.image === view?.imageId ? chosen : undefined}
        categories={categories}
      />
      <LayerSliders categories={categories} />
      <InstanceTable
        instances={view?.instances ?? none}
        categories={categories}
        hovered={hovered}
        onHover={onHover}
      />
    </>
  );
}
