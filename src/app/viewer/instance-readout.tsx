import type { RunCategory } from '../../engine/protocol/run.ts';
import type { ViewInstance } from '../../engine/protocol/view.ts';
import type { ChosenCandidate } from '../../state/viewer.ts';
import { facts, nameOf } from './instances.ts';

interface ReadoutProps {
  readonly instance: ViewInstance | undefined;
  /** Chosen in the plane; read where nothing is under the pointer. */
  readonly chosen?: ChosenCandidate | undefined;
  readonly categories: readonly RunCategory[];
}

/** What is under the pointer: class, both qualities, area, IoU. Its place is kept, so that nothing jumps. */
export function InstanceReadout({ instance, chosen, categories }: ReadoutProps) {
  if (!instance && chosen) {
    return (
      <div className="readout">
        <span className="category">
          <i className="swatch" style={{ background: categories[chosen.category]?.colour }} />
          <strong>{categories[chosen.category]?.name}</strong>
          <span className="muted">chosen in the plane, as of step {chosen.step}</span>
        </span>
        <p className="fate">{chosen.words}</p>
      </div>
    );
  }
  if (!instance) {
    return (
      <div className="readout">
        <span className="muted">Point at an object, or choose one in the list, to read its qualities.</span>
      </div>
    );
  }
  return (
    <div className="readout">
      <span className="category">
        <i className="swatch" style={{ background: categories[instance.category]?.colour }} />
        <strong>{nameOf(instance, categories)}</strong>
        <span className="muted">{instance.source}</span>
      </span>
      <dl>
        {facts(instance).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {instance.fate && (
        <p className="fate" data-kept={instance.fate.kept}>
          {instance.fate.reason}
        </p>
      )}
    </div>
  );
}
