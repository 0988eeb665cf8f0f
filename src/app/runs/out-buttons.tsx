import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import type { KeptRun } from '../../state/runs.ts';
import { useActions } from '../session/context.tsx';

interface OutProps {
  /** Of the files. */
  readonly name: string;
  readonly runs: readonly KeptRun[];
  readonly picture: RefObject<SVGSVGElement | null>;
}

/** Takes runs home: their curves as CSV, everything as JSON, the picture as PNG. */
export function OutButtons({ name, runs, picture }: OutProps) {
  const { takeRuns, takePicture } = useActions();
  const kinds = [
    { title: 'CSV', help: 'Every evaluation as a row', take: () => takeRuns(name, runs, 'csv') },
    { title: 'JSON', help: 'Settings and curves', take: () => takeRuns(name, runs, 'json') },
    { title: 'PNG', help: 'The picture as it is here', take: () => void takePicture(name, picture.current) },
  ];
  return (
    <span className="out-buttons">
      {kinds.map(({ title, help, take }) => (
        <button
          key={title}
          type="button"
          className="button small"
          title={help}
          aria-label={`${title} of ${name}`}
          onClick={take}
        >
          <Download aria-hidden="true" size={13} />
          {title}
        </button>
      ))}
    </span>
  );
}
