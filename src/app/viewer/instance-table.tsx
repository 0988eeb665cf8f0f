import { memo } from 'react';
import type { Fate } from '../../engine/protocol/pseudo-labels.ts';
import type { RunCategory } from '../../engine/protocol/run.ts';
import type { ViewInstance } from '../../engine/protocol/view.ts';
import { share } from '../format.ts';
import { facts, nameOf } from './instances.ts';

interface TableProps {
  readonly instances: readonly ViewInstance[];
  readonly categories: readonly RunCategory[];
  readonly hovered: number | undefined;
  readonly onHover: (index: number | undefined) => void;
}

const fateOf = ({ kept, corrected }: Fate) => (!kept ? 'refused' : corrected ? 'corrected' : 'kept');

/** Every object of the picture as a list: the same facts for those who use no pointer. */
export const InstanceTable = memo(function InstanceTable({
  instances,
  categories,
  hovered,
  onHover,
}: TableProps) {
  return (
    <section className="instances" aria-label="Objects in this picture">
      <h3>Objects in this picture ({instances.length})</h3>
      <ul title="Each stands out in the picture while it is pointed at">
        {instances.map((instance, index) => (
          <li key={`${instance.source} ${instance.box.join(' ')} ${instance.category}`}>
            <button
              type="button"
              aria-pressed={index === hovered}
              onClick={() => onHover(index)}
              onFocus={() => onHover(index)}
              onBlur={() => onHover(undefined)}
              onPointerEnter={() => onHover(index)}
              onPointerLeave={() => onHover(undefined)}
            >
              <i
                className="swatch"
                data-fate={instance.fate && fateOf(instance.fate)}
                style={
                  instance.fate?.kept === false
                    ? {}
                    : { backgroundColor: categories[instance.category]?.colour }
                }
              />
              {nameOf(instance, categories)}
              <span className="muted">{instance.source === 'truth' ? 'truth' : share(instance.score)}</span>
              <span className="unseen">
                {[
                  instance.source,
                  ...facts(instance).map(([name, value]) => `${name} ${value}`),
                  instance.fate?.reason,
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
});
