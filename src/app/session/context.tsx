import { createContext, use } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { Commands } from '../../engine/client.ts';
import type { Stores } from '../../state/stores.ts';
import type { Actions } from './actions.ts';

/** What the page works with: the engine's commands, the facts, and what a person can do. */
export interface Session {
  readonly engine: Commands;
  readonly stores: Stores;
  readonly actions: Actions;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** @throws Error outside a SessionContext. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession was called outside <SessionContext>; wrap the component in it.');
  return session;
}

export const useActions = (): Actions => useSession().actions;

/** A hook that selects from one store; the component renders when what it selected changes. */
const factsOf =
  <Facts extends object>(pick: (stores: Stores) => StoreApi<Facts>) =>
  <Selected,>(select: (facts: Facts) => Selected): Selected =>
    useStore(pick(useSession().stores), select);

export const useRun = factsOf((stores) => stores.run);
export const useFigures = factsOf((stores) => stores.figures);
export const useRuns = factsOf((stores) => stores.runs);
export const useSettings = factsOf((stores) => stores.settings);
export const useViewer = factsOf((stores) => stores.viewer);
export const useNotices = factsOf((stores) => stores.notices);
export const useTime = factsOf((stores) => stores.time);
export const useLook = factsOf((stores) => stores.look);
export const useLabelling = factsOf((stores) => stores.labelling);
