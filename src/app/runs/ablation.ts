import type { Settings } from '../../settings/schema.ts';

export interface AblationStep {
  readonly name: string;
  readonly changes: Partial<Settings>;
}

const bare = { alignment: 'off', correction: 'off', uncertainty: 'none', doubtfulClass: 'discard' } as const;

/** From labels alone to the whole method, a part more each time. */
export const ABLATION: readonly AblationStep[] = [
  { name: 'labels alone', changes: { rule: 'off', ...bare } },
  { name: 'one threshold', changes: { rule: 'coupled', ...bare } },
  { name: 'two thresholds', changes: { rule: 'dual', ...bare } },
  { name: '+ per class', changes: { rule: 'adaptive', ...bare } },
  { name: '+ correction', changes: { rule: 'adaptive', ...bare, correction: 'correct-then-filter' } },
  {
    name: '+ pixel uncertainty',
    changes: { rule: 'adaptive', ...bare, correction: 'correct-then-filter', uncertainty: 'tent' },
  },
];
