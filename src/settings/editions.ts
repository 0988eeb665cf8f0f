import type { Settings } from './schema.ts';

/**
 * A link names what differs from the defaults, so it means something else once a default has changed. Links therefore
 * say of which edition of the defaults they are.
 */
export const EDITION = 2;

/** What defaults were up to an edition, where a later one has them otherwise. Counted up by whoever changes a default. */
const formerDefaults: readonly { readonly upTo: number; readonly settings: Partial<Settings> }[] = [
  { upTo: 1, settings: { coupledThreshold: 0.7 } },
];

/** What was the default in an edition and is no more. */
export function defaultsOf(edition: number, former = formerDefaults): Partial<Settings> {
  // The change that came soonest after the edition says what it was then.
  const since = former.filter(({ upTo }) => upTo >= edition).sort((a, b) => b.upTo - a.upTo);
  return Object.assign({}, ...since.map(({ settings }) => settings));
}
