import { useRef } from 'react';
import type { WholeQueueFacts } from '../../state/labelling.ts';
import { count, plural } from '../format.ts';
import { useActions, useFigures, useLabelling } from '../session/context.tsx';

const under = {
  looking: 'Looking at the images of the queue',
  accepting: 'Accepting masks',
  'taking back': 'Taking masks back',
} as const;

/** Accepts what is above the thresholds on all images of the queue, once it was said how much that is. */
export function WholeQueue() {
  const facts = useLabelling(({ wholeQueue }) => wholeQueue);
  const left = useLabelling(({ review }) =>
    review?.queue && review.measure !== 'chosen' ? review.queue.left : 0,
  );
  const trained = useFigures(({ step }) => step > 0);
  const { labelling } = useActions();
  const place = useRef<HTMLElement>(null);
  /** The button goes; who works by keyboard stays where it was. */
  const press = (act: () => unknown) => () => {
    place.current?.focus();
    void act();
  };
  const working = facts && 'done' in facts;
  return (
    <section ref={place} className="whole-queue" aria-label="The whole queue" tabIndex={-1}>
      {working && (
        <>
          <progress aria-label={under[facts.stage]} value={facts.done} max={facts.all} />
          <span className="muted facts">
            {under[facts.stage]}: {count(facts.done)} of {count(facts.all)}
          </span>
          <button
            type="button"
            className="button small"
            title="What has been done so far stays, and can be taken back"
            onClick={press(labelling.stopWholeQueue)}
          >
            Stop
          </button>
        </>
      )}
      <p className="facts" role="status">
        {facts && !working ? inWords(facts, left) : ''}
      </p>
      {facts?.stage === 'found' && facts.masks > 0 && (
        <button
          type="button"
          className="button small"
          title="They become your labels; one press takes all of them back"
          onClick={press(labelling.acceptWholeQueue)}
        >
          Accept {plural(facts.masks, 'mask', 'masks')} on {plural(facts.images, 'image', 'images')}
        </button>
      )}
      {facts?.stage === 'accepted' && (
        <button
          type="button"
          className="button small"
          title="These images are unlabelled again, but for those that you changed since"
          onClick={press(labelling.takeWholeQueueBack)}
        >
          Take all of them back
        </button>
      )}
      {facts?.stage === 'found' ? (
        <button
          type="button"
          className="button small"
          title="Everything stays as it is"
          onClick={press(labelling.stopWholeQueue)}
        >
          Leave it
        </button>
      ) : (
        !working && (
          <button
            type="button"
            className="button small"
            title={
              trained
                ? 'Says how many masks on how many images are above the thresholds, before any is accepted'
                : 'The network has not been trained yet: its classes mean nothing'
            }
            disabled={!trained}
            onClick={press(labelling.lookAtWholeQueue)}
          >
            Look at the whole queue
          </button>
        )
      )}
    </section>
  );
}

/** @param left images that were not ranked. */
function inWords(facts: Exclude<WholeQueueFacts, { readonly done: number }>, left: number): string {
  const masks = (many: number, images: number) =>
    `${plural(many, 'mask', 'masks')} on ${plural(images, 'image', 'images')}`;
  switch (facts.stage) {
    case 'found': {
      const others = left > 0 ? ` ${count(left)} more are not in the queue.` : '';
      const looked = `of ${plural(facts.looked, 'unlabelled image', 'unlabelled images')} at step ${count(facts.step)}.${others}`;
      return facts.masks === 0
        ? `No mask is above the thresholds, ${looked} Lower a threshold, or train on.`
        : `${masks(facts.masks, facts.images)} are above the thresholds, ${looked} Accepted, they are your labels: four of five such images teach, one measures. What you marked or refused stays. One press takes all of it back while this page is open.`;
    }
    case 'accepted':
      return `${masks(facts.masks, facts.images)} were accepted together.`;
    case 'taken back':
      return `Taken back on ${plural(facts.images, 'image', 'images')}.${facts.changed > 0 ? ` ${count(facts.changed)} that you changed since stay as they are.` : ''}`;
  }
}
