import { useMemo, useState } from 'react';
import type { RunCategory } from '../../engine/protocol/run.ts';
import type { CandidateTable } from '../../metrics/candidates.ts';
import type { ClassThresholds } from '../../metrics/kept-figures.ts';
import { count, share } from '../format.ts';
import { countsPerClass } from './per-class.ts';
import type { WhatIf } from './what-if.ts';

interface ClassTableProps {
  readonly table: CandidateTable;
  readonly fates: WhatIf['fates'];
  readonly thresholds: ClassThresholds;
  readonly categories: readonly RunCategory[];
}

/** Of each class its two thresholds as they stand under the pointer, and what they keep. */
export function ClassTable(props: ClassTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="class-thresholds" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary title="Thresholds of each class, and how many of its candidates they keep">
        Class by class
      </summary>
      {open && <Rows {...props} />}
    </details>
  );
}

/** Counted only while somebody reads it: a threshold that is dragged changes it with each frame. */
function Rows({ table, fates, thresholds, categories }: ClassTableProps) {
  const counts = useMemo(
    () => countsPerClass(table, fates, categories.length),
    [table, fates, categories.length],
  );
  return (
    <table className="plane-figures" aria-label="Thresholds of each class">
      <thead>
        <tr>
          <td className="corner">
            <span className="unseen">Name</span>
          </td>
          <th scope="col" title="Class threshold: the lowest class quality that is kept">
            Class
          </th>
          <th scope="col" title="Mask threshold: the lowest mask quality that is kept">
            Mask
          </th>
          <th scope="col" title="Candidates judged as this class that pass both thresholds">
            Kept
          </th>
          <th scope="col" title="All candidates judged as this class">
            Seen
          </th>
        </tr>
      </thead>
      <tbody>
        {categories.map(({ name, colour }, k) => (
          <tr key={name}>
            <th scope="row" title={name}>
              <i className="swatch" style={{ background: colour }} />
              {name}
            </th>
            <td>{share(thresholds.class[k])}</td>
            <td>{share(thresholds.mask[k])}</td>
            <td>{count(counts[k].kept)}</td>
            <td>{count(counts[k].all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
