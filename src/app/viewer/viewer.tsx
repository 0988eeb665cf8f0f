import { ChevronLeft, ChevronRight, Eye, EyeOff } from 'lucide-react';
import { useRef, useState } from 'react';
import { useActions, useRun, useViewer } from '../session/context.tsx';
import { InstanceReadout } from './instance-readout.tsx';
import { InstanceTable } from './instance-table.tsx';
import { LayerSliders } from './layer-sliders.tsx';
import { Picture } from './picture.tsx';
import { useImageView } from './use-image-view.ts';

/** The selected image, large, with its layers, its key and what is under the pointer. */
export function Viewer() {
  const description = useRun((facts) => facts.description);
  const split = useViewer((facts) => facts.split);
  const selected = useViewer((facts) => facts.selected);
  const masksShown = useViewer((facts) => facts.masksShown);
  const { next, previous, toggleMasks } = useActions();
  const [hovered, setHovered] = useState<number>();
  const image = description?.[split].find(({ id }) => id === selected);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useImageView(image, canvas);
  const categories = description?.categories ?? [];
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
        <Picture name={image?.name} canvas={canvas} view={view} hovered={hovered} onHover={setHovered} />
        <div className="viewer-side">
          <InstanceReadout
            instance={hovered === undefined ? undefined : view?.instances[hovered]}
            categories={categories}
          />
          <LayerSliders categories={categories} />
          <InstanceTable
            instances={view?.instances ?? []}
            categories={categories}
            hovered={hovered}
            onHover={setHovered}
          />
        </div>
      </div>
    </section>
  );
}
