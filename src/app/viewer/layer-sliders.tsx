import type { Layers, RunCategory } from '../../engine/protocol.ts';
import { useActions, useViewer } from '../session/context.tsx';

const layers: readonly { readonly name: keyof Layers; readonly label: string; readonly help: string }[] = [
  { name: 'truth', label: 'Truth', help: 'Masks that a person would draw; known for the demo images.' },
  { name: 'predictions', label: 'Predictions', help: 'Masks that the teacher predicts.' },
  { name: 'uncertainty', label: 'Uncertainty', help: 'Where the teacher wavers between inside and outside.' },
];

/** Opacity of each layer, and the key to their colours. */
export function LayerSliders({ categories }: { readonly categories: readonly RunCategory[] }) {
  const opacities = useViewer((facts) => facts.layers);
  const masksShown = useViewer((facts) => facts.masksShown);
  const { setLayer } = useActions();
  return (
    <div className="layers" data-off={!masksShown}>
      <div className="layer-sliders">
        {layers.map(({ name, label, help }) => (
          <label key={name} className="layer" title={help}>
            <span>{label}</span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={opacities[name]}
              aria-label={`${label}, opacity`}
              onChange={(event) => setLayer(name, event.target.valueAsNumber)}
            />
            <output>{Math.round(opacities[name] * 100)}%</output>
          </label>
        ))}
      </div>
      <ul className="key" aria-label="Colours of the classes">
        {categories.map(({ name, colour }) => (
          <li key={name}>
            <i className="swatch" style={{ background: colour }} />
            {name}
          </li>
        ))}
        <li>
          <i className="swatch heat" />
          uncertain
        </li>
      </ul>
    </div>
  );
}
