import { createStore, type StoreApi } from 'zustand/vanilla';

/**
 * A copy of `source` that changes at most once in `interval` milliseconds: the first change at once, the last never lost.
 * A store that changes at every training step would otherwise have React render dozens of times a second.
 */
export function pace<T extends object>(
  source: Pick<StoreApi<T>, 'getState' | 'subscribe'>,
  interval: number,
): StoreApi<T> {
  const paced = createStore<T>(() => source.getState());
  let resting = false;
  let behind = false;
  const copy = () => {
    paced.setState(source.getState(), true);
    behind = false;
    resting = true;
    setTimeout(() => {
      resting = false;
      if (behind) copy();
    }, interval);
  };
  source.subscribe(() => {
    if (resting) behind = true;
    else copy();
  });
  return paced;
}
