import { Unplug } from 'lucide-react';
import { Fragment } from 'react';
import type { Capabilities } from '../../engine/protocol/device.ts';
import { downloadInWords } from '../format.ts';
import { useActions, useRun } from '../session/context.tsx';

const webgpu: Readonly<Record<Capabilities['webgpu'], string>> = {
  real: 'yes',
  fallback: 'emulated',
  none: 'no',
};

/** What the machine can do, and a way to see how training survives a crash of the graphics driver. */
export function DeviceFacts() {
  const capabilities = useRun((facts) => facts.capabilities);
  const ready = useRun((facts) => facts.description !== undefined && facts.state !== 'preparing');
  const downloads = Object.values(useRun((facts) => facts.downloads));
  const { loseDevice } = useActions();
  return (
    <>
      {capabilities && (
        <dl className="device-facts">
          <dt>WebGPU</dt>
          <dd>
            {webgpu[capabilities.webgpu]}
            {capabilities.adapter && `, ${capabilities.adapter}`}
          </dd>
          <dt>Threads</dt>
          <dd>{capabilities.threads}</dd>
          <dt>SIMD</dt>
          <dd>{capabilities.simd ? 'yes' : 'no'}</dd>
          <dt>Isolated</dt>
          <dd>{capabilities.crossOriginIsolated ? 'yes' : 'no'}</dd>
          {downloads.map((download) => (
            <Fragment key={download.name}>
              <dt>{download.name}</dt>
              <dd>{downloadInWords(download)}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      <button
        type="button"
        className="button small"
        disabled={!ready}
        onClick={() => void loseDevice()}
        title="Destroys the device as a crash of the graphics driver would. Training goes on from the last checkpoint in memory."
      >
        <Unplug aria-hidden="true" size={13} />
        Lose the device
      </button>
    </>
  );
}
