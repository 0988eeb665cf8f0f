import { Cpu } from 'lucide-react';
import { schema } from '../../settings/schema.ts';
import { useActions, useRun, useSettings } from '../session/context.tsx';
import { Downloads } from './downloads.tsx';

/** What the network runs on, why, and the choice. */
export function DeviceLine() {
  const device = useRun((facts) => facts.device);
  const asked = useSettings((facts) => facts.asked.device);
  const waiting = useSettings(
    ({ asked, running }) => running !== undefined && asked.device !== running.device,
  );
  const { change, reset } = useActions();
  return (
    <div className="device-line" data-device={device?.kind}>
      <Cpu aria-hidden="true" size={14} />
      <p>
        {device ? (
          <>
            <strong>{device.description}.</strong> {device.reason}
          </>
        ) : (
          'Choosing a device…'
        )}
      </p>
      <Downloads />
      <label title={schema.device.help}>
        Run on
        <select
          value={asked}
          onChange={(event) => void change({ device: event.target.value as typeof asked })}
        >
          {Object.entries(schema.device.choices).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {waiting && (
        <button
          type="button"
          className="button small attention"
          title="Begins anew on the device that was chosen"
          onClick={() => void reset()}
        >
          Reset to use it
        </button>
      )}
    </div>
  );
}
