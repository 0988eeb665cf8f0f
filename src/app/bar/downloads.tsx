import { downloadInWords } from '../format.ts';
import { useRun } from '../session/context.tsx';

/** What is being fetched, while it is; what came, and from where, stands with the facts about the device. */
export function Downloads() {
  const coming = Object.values(useRun((facts) => facts.downloads)).filter(({ state }) => state === 'coming');
  return coming.map((download) => (
    <span key={download.name} className="download">
      <span>
        {download.name}: {downloadInWords(download)}
      </span>
      <progress
        aria-label={`${download.name}, fetched`}
        max={download.total}
        value={download.total === undefined ? undefined : Math.min(download.received, download.total)}
      />
    </span>
  ));
}
