import { ChevronRight, RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { UsefulnessMeasure } from '../../metrics/usefulness.ts';
import {
  classOffered,
  labelsOf,
  offerAskedOf,
  offersOf,
  placeInQueue,
  type ReviewFacts,
} from '../../state/labelling.ts';
import { count, plural, share } from '../format.ts';
import { useActions, useFigures, useLabelling, useRun, useViewer } from '../session/context.tsx';
import { Answers } from './answers.tsx';
import { WholeQueue } from './whole-queue.tsx';

const measures: Readonly<Record<UsefulnessMeasure, { readonly title: string; readonly help: string }>> = {
  class: {
    title: 'Uncertain class',
    help: 'One minus the lead of the first class over the second, of the three most doubtful objects.',
  },
  mask: {
    title: 'Uncertain mask',
    help: 'Mean pixel uncertainty under the mask, of the three most doubtful objects.',
  },
  disagreement: {
    title: 'Teacher and student disagree',
    help: 'One minus the share of their masks on which both agree, by IoU and class.',
  },
};

const CHOSEN = 'The images of the candidates that you chose in the plane; choose another order to rank all.';

/** Where one is in the queue, what is asked, and the three answers. */
export function ReviewCard() {
  const review = useLabelling((facts) => facts.review);
  const selected = useViewer((facts) => facts.selected);
  const place = useLabelling((facts) => placeInQueue(facts, selected));
  const step = useFigures((facts) => facts.step);
  const { labelling } = useActions();
  const card = useRef<HTMLElement>(null);
  // What is asked is to be seen, however far down the panel was scrolled.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another image asks anew.
  useEffect(() => {
    card.current?.closest('.viewer-side')?.scrollTo({ top: 0 });
  }, [selected]);
  if (!review) return null;
  const { measure, queue } = review;
  const some = (queue?.images.length ?? 0) > 0;
  return (
    <section ref={card} className="review-card" aria-label="Review">
      <label className="review-measure">
        <span>First</span>
        <select
          value={measure}
          title={measure === 'chosen' ? CHOSEN : measures[measure].help}
          onChange={(event) => void labelling.rank(event.target.value as UsefulnessMeasure)}
        >
          {Object.entries(measures).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
          {measure === 'chosen' && <option value={measure}>Chosen in the plane</option>}
        </select>
        <button
          type="button"
          className="icon-button"
          aria-label="Rank again"
          title={`Rank again with the teacher of step ${count(step)}`}
          disabled={!queue || measure === 'chosen'}
          onClick={() => measure !== 'chosen' && void labelling.rank(measure)}
        >
          <RefreshCw aria-hidden="true" size={14} />
        </button>
      </label>
      <p className="muted facts" role="status" data-testid="queue">
        {queueInWords(review, place)}
      </p>
      {some && <Question />}
      {some && (
        <button
          type="button"
          className="button small"
          title="The next image (D)"
          onClick={() => labelling.goOn(1)}
        >
          Next image
          <ChevronRight aria-hidden="true" size={14} />
        </button>
      )}
      {some && <WholeQueue />}
    </section>
  );
}

function queueInWords(review: ReviewFacts, place: number | undefined): string {
  if (!review.queue) return 'The teacher looks at the unlabelled images…';
  const { length } = review.queue.images;
  const at =
    place === undefined ? plural(length, 'image', 'images') : `Image ${count(place + 1)} of ${count(length)}`;
  if (review.measure === 'chosen') return `${at}, of the candidates that you chose in the plane.`;
  if (length === 0) return 'Every image is labelled already.';
  const { images, step, left } = review.queue;
  const useful = place === undefined ? '' : `, ${share(images[place].usefulness)}`;
  return `${at}${useful}; ranked at step ${count(step)}${left > 0 ? `, ${count(left)} not looked at` : ''}.`;
}

function Question() {
  const categories = useRun((facts) => facts.description?.categories) ?? [];
  const offers = useLabelling(offersOf);
  const looked = useLabelling((facts) => facts.offers !== undefined);
  const asked = useLabelling(offerAskedOf);
  const pointed = useLabelling((facts) => facts.pointed);
  const marked = useLabelling((facts) => labelsOf(facts).length);
  const refused = useLabelling((facts) => facts.history?.present.refused.length ?? 0);
  const { labelling } = useActions();
  const above = offers.filter(({ fate }) => fate.kept).length;
  const step = useFigures((facts) => facts.step);
  const category = useLabelling((facts) => asked && categories[classOffered(facts, step, asked)]);
  return (
    <>
      {asked ? (
        <>
          <p className="review-question" role="status">
            <i className="swatch" style={{ background: category?.colour }} />
            <strong>{category?.name}?</strong>
            <span className="muted">
              {count((pointed ?? 0) + 1)} of {count(offers.length)}
            </span>
          </p>
          <dl className="review-facts">
            <div>
              <dt>Class quality</dt>
              <dd>{share(asked.classQuality)}</dd>
            </div>
            <div>
              <dt>Mask quality</dt>
              <dd>{share(asked.maskQuality)}</dd>
            </div>
          </dl>
          <p className="muted facts">{asked.fate.reason}</p>
          <Answers onAnswer={(accepts) => (accepts ? labelling.acceptAsked() : labelling.refuseAsked())} />
          <p className="muted facts">
            Correct it: 1–9 gives another class, B or E takes it and mends its mask. S leaves it open.
          </p>
        </>
      ) : (
        <p className="facts" role="status">
          {looked
            ? `Nothing is left to ask here: ${count(marked)} marked, ${count(refused)} refused.`
            : 'The teacher looks…'}
        </p>
      )}
      <button
        type="button"
        className="button small"
        title="All of this image that is above the thresholds (Shift+Y)"
        disabled={above === 0}
        onClick={labelling.acceptAbove}
      >
        Accept all above thresholds ({count(above)})
      </button>
    </>
  );
}
