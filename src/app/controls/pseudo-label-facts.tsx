import type { ReactNode } from 'react';
import { count, figure } from '../format.ts';
import { useFigures, useRun, useSettings } from '../session/context.tsx';

/** What becomes of the teacher's candidates, at a pace that can be read; before that, why there are none. */
export function PseudoLabelFacts() {
  const figures = useFigures(({ pseudoLabels }) => pseudoLabels);
  const step = useFigures((facts) => facts.step);
  const unlabelled = useRun(({ description }) => description?.unlabelled.length);
  const settings = useSettings(({ running }) => running);
  if (unlabelled === undefined || !settings) return null;
  const { rule, burnIn } = settings;
  if (unlabelled === 0)
    return <Fact>There are no unlabelled images, so training learns from labels alone.</Fact>;
  if (rule === 'off') return <Fact>Training learns from labels alone.</Fact>;
  if (!figures) {
    return step < burnIn ? (
      <Fact>
        Burn-in: the teacher begins to label {count(unlabelled)} images at step {count(burnIn)}.
      </Fact>
    ) : (
      <Fact>The teacher is about to label.</Fact>
    );
  }
  const { candidates, kept, corrected, refusedForClass, refusedForMask, refusedOtherwise } = figures;
  const rows = [
    ['Candidates', candidates],
    ['Kept', kept],
    ['Corrected', corrected],
    ['Refused: class', refusedForClass],
    ['Refused: mask', refusedForMask],
    ['Refused otherwise', refusedOtherwise],
  ] as const;
  return (
    <>
      <table className="facts-table" aria-label="Pseudo-labels per step">
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{figure(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {kept === 0 && (
        <Fact>Every candidate is refused; lower a threshold, or train longer on labels first.</Fact>
      )}
    </>
  );
}

const Fact = ({ children }: { readonly children: ReactNode }) => (
  <p className="muted facts" role="status">
    {children}
  </p>
);
