import { WandSparkles } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { RunDescription } from '../../engine/protocol/run.ts';
import type { KnobName } from '../../settings/schema.ts';
import { lostAt, sideFor, suggestSettings } from '../../settings/suggest.ts';
import { knobOf } from '../../state/settings.ts';
import { count } from '../format.ts';
import { useActions, useRun, useSession, useSettings } from '../session/context.tsx';
import { inPercent, type ScalingFacts, scalingInWords } from './scaling-in-words.ts';

/** Fewer validation images than this, and their AP says little. */
const FEW = 10;

/** For images of one's own: what the splits can tell, what scaling costs, and where to begin. */
export function TrainingAdvice() {
  const { engine } = useSession();
  const description = useRun((facts) => facts.description);
  const [sizes, setSizes] = useState<ArrayLike<number>>([]);
  const own = description?.settings.dataset === 'own';
  useEffect(() => {
    if (own && description) engine.objectSizes().then(setSizes, () => setSizes([]));
  }, [engine, own, description]);
  const longest = useMemo(() => (description ? longestOf(description) : 0), [description]);
  if (!own || !description || longest === 0) return null;
  const labelled = description.labelled.length > 0;
  return (
    <>
      {labelled && <FewValidation images={description.validation.length} />}
      <Scaling sizes={sizes} longest={longest} />
      {labelled && <Suggestion sizes={sizes} />}
    </>
  );
}

function FewValidation({ images }: { readonly images: number }) {
  if (images >= FEW) return null;
  return (
    <p className="facts" role="note">
      {images === 0
        ? 'No labelled image is left to measure on: of every five that you label, one measures instead of teaching.'
        : `Only ${count(images)} labelled ${images === 1 ? 'image measures' : 'images measure'}: AP moves by several points by chance. Every fifth image that you label joins them.`}
    </p>
  );
}

/** How images come to the network, and what becomes of small objects by that. */
function Scaling({ sizes, longest }: Pick<ScalingFacts, 'sizes' | 'longest'>) {
  const side = useSettings(({ asked }) => asked.side);
  const kind = useRun((facts) => facts.device?.kind ?? 'wasm');
  const { change } = useActions();
  const lost = lostAt(side, sizes) ?? 0;
  const better = sideFor(sizes, kind);
  const then = lostAt(better, sizes) ?? 0;
  return (
    <>
      {scalingInWords({ side, longest, sizes }).map((words) => (
        <p key={words} className="muted facts">
          {words}
        </p>
      ))}
      {better > side && then < lost && (
        <button
          type="button"
          className="button small"
          title="Sets the input side, so that fewer small objects are lost"
          onClick={() => void change({ side: better })}
        >
          {count(better)} px: {inPercent(then)} lost
        </button>
      )}
    </>
  );
}

const longestOf = ({ labelled, unlabelled, validation }: RunDescription): number =>
  [labelled, unlabelled, validation]
    .flat()
    .reduce((most, { width, height }) => Math.max(most, width, height), 0);

/** Settings to begin with, and what of them differs from those that are asked for. */
function Suggestion({ sizes }: { readonly sizes: ArrayLike<number> }) {
  const asked = useSettings((facts) => facts.asked);
  const labelled = useRun(({ description }) => description?.labelled.length ?? 0);
  const unlabelled = useRun(({ description }) => description?.unlabelled.length ?? 0);
  const device = useRun((facts) => facts.device?.kind ?? 'wasm');
  const { change } = useActions();
  const suggested = suggestSettings({ labelled, unlabelled, objectSizes: sizes, device }, asked.rule);
  const names = (Object.keys(suggested) as (keyof typeof suggested & KnobName)[]).filter(
    (name) => suggested[name] !== asked[name],
  );
  if (names.length === 0) return null;
  const words = names.map((name) => `${knobOf(name).label.toLowerCase()} ${suggested[name]}`);
  return (
    <>
      <p className="muted facts">
        To begin with {count(labelled)} labelled {labelled === 1 ? 'image' : 'images'}:{' '}
        {new Intl.ListFormat('en').format(words)}.
      </p>
      <button
        type="button"
        className="button small"
        title="Sets the knobs to what suits your images"
        onClick={() => void change(suggested)}
      >
        <WandSparkles aria-hidden="true" size={13} />
        Use these settings
      </button>
    </>
  );
}
