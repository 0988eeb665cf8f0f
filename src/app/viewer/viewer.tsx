import { ChevronLeft, ChevronRight, Eye, EyeOff, ListChecks, PencilLine } from 'lucide-react';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { type Arrangement, layerNames, layersDrawn } from '../../state/viewer.ts';
import { useActions, useLabelling, useRun, useTime, useViewer } from '../session/context.tsx';
import { Arrangements } from './arrangements.tsx';
import { ChosenLayer } from './chosen-layer.tsx';
import { isFiner } from './close-up.ts';
import { InstanceReadout } from './instance-readout.tsx';
import { InstanceTable } from './instance-table.tsx';
import { LayerSliders } from './layer-sliders.tsx';
import { Picture } from './picture.tsx';
import { type DrawnView, useImageView } from './use-image-view.ts';

const none: readonly never[] = [];

/** Nothing finer is to be had of most images. */
const CloseUpLayer = lazy(() => import('./close-up-layer.tsx'));
/** Most people look before they label. */
const LabelLayer = lazy(() => import('../labelling/label-layer.tsx'));
const LabelPanel = lazy(() => import('../labelling/label-panel.tsx'));

/** The selected image, large, with its layers, its key and what is under the pointer. */
export function Viewer() {
  const description = useRun((facts) => facts.description);
  const split = useViewer((facts) => facts.split);
  const selected = useViewer((facts) => facts.selected);
  const masksShown = useViewer((facts) => facts.masksShown);
  const plain = useViewer((facts) =>
    Object.values(layersDrawn(facts, 'image')).every((opacity) => opacity === 0),
  );
  const labelling = useLabelling((facts) => facts.on);
  const reviewing = useLabelling((facts) => facts.review !== undefined);
  const mayLabel = useRun(({ writable, importing }) => writable && importing === undefined);
  const { next, previous, toggleMasks, toggleLabelling, toggleReview } = useActions();
  const chosen = useViewer((facts) => facts.chosen);
  const [hovered, setHovered] = useState<number>();
  const image = description?.[split].find(({ id }) => id === selected);
  const canvas = useRef<HTMLCanvasElement>(null);
  const second = useRef<HTMLCanvasElement>(null);
  const past = useTime(({ at }) => at !== undefined);
  // A person who labels wants the image and nothing else; and of the past the teacher's masks are all that is kept.
  const arrangement = useViewer((facts) => (labelling || past ? 'picture' : facts.arrangement));
  const view = useImageView(image, aspects[arrangement], canvas);
  const compared = arrangement === 'compare';
  const student = useImageView(compared ? image : undefined, 'student', second);
  const EyeIcon = masksShown ? Eye : EyeOff;
  return (
    <section className="viewer panel" aria-label="Image">
      <header className="panel-head">
        <h2>{image?.name ?? 'No image yet'}</h2>
        <span className="muted">
          {image && `${image.width} × ${image.height}`}
          {view &&
            view.step > 0 &&
            `, ${view.aspect === 'views' ? 'views' : 'predictions'} of step ${view.step}`}
        </span>
        <span className="spacer" />
        {description?.settings.dataset === 'own' && (
          <>
            <button
              type="button"
              className="button small"
              onClick={toggleReview}
              disabled={!mayLabel}
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
              disabled={!mayLabel}
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
          beside={compared ? { canvas: second, view: student } : undefined}
          captions={captionsOf(arrangement, view)}
          hovered={labelling ? undefined : hovered}
          onHover={setHovered}
          closeUp={
            image && view?.aspect === 'image' && isFiner(image, view)
              ? (panZoom) => (
                  <Suspense>
                    <CloseUpLayer
                      // The same number is another image in another project.
                      key={`${description?.project} ${image.id}`}
                      image={image}
                      base={view}
                      panZoom={panZoom}
                      plain={labelling || plain}
                    />
                  </Suspense>
                )
              : undefined
          }
          layer={
            labelling && image
              ? (panZoom) => (
                  <Suspense>
                    <LabelLayer image={image} panZoom={panZoom} />
                  </Suspense>
                )
              : chosen?.mask && chosen.image === view?.imageId && view.aspect !== 'views'
                ? () => <ChosenLayer chosen={chosen} />
                : undefined
          }
        >
          {!labelling && <Arrangements />}
        </Picture>
        <div className="viewer-side">
          {labelling ? (
            <Suspense>
              <LabelPanel />
            </Suspense>
          ) : (
            <Facts
              view={view}
              student={student}
              noViews={arrangement === 'views' && view?.aspect === 'image'}
              hovered={hovered}
              onHover={setHovered}
            />
          )}
        </div>
      </div>
    </section>
  );
}

const aspects = { picture: 'image', compare: 'teacher', views: 'views' } as const;

function captionsOf(
  arrangement: Arrangement,
  view: DrawnView | undefined,
): readonly [string, string] | undefined {
  if (arrangement === 'compare') return ['Teacher', 'Student'];
  return view?.aspect === 'views'
    ? ['The teacher labels this view', 'The student learns from this view']
    : undefined;
}

interface FactsProps {
  readonly view: DrawnView | undefined;
  /** What the student sees, where it is shown beside the teacher. */
  readonly student: DrawnView | undefined;
  /** Views were asked for, and there are none. */
  readonly noViews: boolean;
  readonly hovered: number | undefined;
  readonly onHover: (index: number | undefined) => void;
}

/** What is under the pointer, the layers, and every object as a list. */
function Facts({ view, student, noViews, hovered, onHover }: FactsProps) {
  const categories = useRun((facts) => facts.description?.categories) ?? none;
  const chosen = useViewer((facts) => facts.chosen);
  const { lookAtLatest } = useActions();
  const instances = useMemo(
    () => [...(view?.instances ?? none), ...(student?.instances ?? none)],
    [view, student],
  );
  const offered = useMemo(() => {
    const both = new Set([...(view?.offered ?? none), ...(student?.offered ?? none)]);
    return layerNames.filter((name) => both.has(name));
  }, [view, student]);
  return (
    <>
      <InstanceReadout
        instance={hovered === undefined ? undefined : instances[hovered]}
        chosen={chosen?.image === view?.imageId ? chosen : undefined}
        categories={categories}
      />
      {noViews && (
        <div className="no-views">
          <p className="muted">
            There are no views of this image: only unlabelled images have them, from the first step on at
            which the teacher labels them.
          </p>
          <button
            type="button"
            className="button small"
            title="Opens the image that training saw last"
            onClick={() => void lookAtLatest()}
          >
            Show the latest that has
          </button>
        </div>
      )}
      <LayerSliders offered={offered} always={student ? bothNetworks : none} categories={categories} />
      <InstanceTable instances={instances} categories={categories} hovered={hovered} onHover={onHover} />
    </>
  );
}

const bothNetworks = ['teacher', 'student'] as const;
