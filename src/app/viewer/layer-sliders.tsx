import { useLayoutEffect } from 'react';
import type { RunCategory } from '../../engine/protocol/run.ts';
import type { LayerName } from '../../engine/protocol/view.ts';
import { useActions, useViewer } from '../session/context.tsx';
import { bindShortcuts } from '../shortcuts/bind.ts';
import { layerKey, lookingShortcuts } from '../shortcuts/table.ts';
import { layerWords } from './layers.ts';

interface SlidersProps {
  /** Layers that there are for the picture. */
  readonly offered: readonly LayerName[];
  /** Layers that this arrangement shows in any case. */
  readonly always: readonly LayerName[];
  readonly categories: readonly RunCategory[];
}

/** Each layer of the picture on or off, its opacity, and the key to their colours. */
export function LayerSliders({ offered, always, categories }: SlidersProps) {
  const opacities = useViewer((facts) => facts.opacities);
  const shown = useViewer((facts) => facts.shown);
  const masksShown = useViewer((facts) => facts.masksShown);
  const actions = useActions();
  useLayoutEffect(() => bindShortcuts(lookingShortcuts, actions), [actions]);
  return (
    <div className="layers" data-off={!masksShown}>
      <div className="layer-sliders">
        {offered.map((name) => {
          const { label, help } = layerWords[name];
          const on = shown[name] || always.includes(name);
          return (
            <div key={name} className="layer" data-on={on} title={help}>
              <button
                type="button"
                className="layer-toggle"
                aria-pressed={on}
                disabled={always.includes(name)}
                title={`${help} (${layerKey(name)})`}
                onClick={() => actions.toggleLayer(name)}
              >
                <i className="swatch" data-layer={name} />
                {label}
              </button>
              <input
                type="range"
                min={0.05}
                max={1}
                step={0.05}
                value={opacities[name]}
                aria-label={`${label}, opacity`}
                onChange={(event) => actions.setLayer(name, event.target.valueAsNumber)}
              />
              <output>{on ? `${Math.round(opacities[name] * 100)}%` : 'off'}</output>
            </div>
          );
        })}
      </div>
      <ul className="key" aria-label="Colours of the classes">
        {categories.map(({ name, colour }) => (
          <li key={name}>
            <i className="swatch" style={{ background: colour }} />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
