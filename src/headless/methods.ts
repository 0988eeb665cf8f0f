import type { Settings } from '../settings/schema.ts';
import { knobNames, parseSettings } from '../settings/settings.ts';

/** What a method of an experiment fixes; every other knob is as the command line says. */
export interface Method {
  /** As it stands in tables: "dual+uncertainty". */
  readonly name: string;
  readonly settings: Partial<Settings>;
}

const plain = {
  alignment: 'off',
  correction: 'off',
  uncertainty: 'none',
  doubtfulClass: 'discard',
  classGoal: 'hard',
} as const;

/** Of pseudo-labels that are taken for certain: what is hardly likelier than not would teach errors. */
const certain = { classThreshold: 0.8, maskThreshold: 0.9 } as const;

/** Baselines are bare; `pldc` is the whole method with the variants that measured best on a development seed. */
const methods: Readonly<Record<string, Partial<Settings>>> = {
  supervised: { rule: 'off' },
  'class-only': { rule: 'class-only', ...plain, ...certain },
  coupled: { rule: 'coupled', ...plain },
  dual: { rule: 'dual', ...plain, ...certain },
  adaptive: { rule: 'adaptive', ...plain, ...certain },
  'adaptive-literal': { rule: 'adaptive-literal', ...plain, ...certain },
  soft: { rule: 'soft', ...plain },
  pldc: { rule: 'adaptive', correction: 'correct-then-filter', uncertainty: 'tent', classGoal: 'sharp' },
  /** The ceiling: every training image labelled, and no scenes made of others, which cost it AP (README, what was tried). */
  full: { rule: 'off', labelled: '100%', copyPaste: 0 },
};

const parts: Readonly<Record<string, Partial<Settings>>> = {
  uncertainty: { uncertainty: 'tent' },
  entropy: { uncertainty: 'entropy' },
  dice: { uncertaintyOn: 'bce+dice' },
  correction: { correction: 'correct-then-filter' },
  alignment: { alignment: 'on' },
  'filter-first': { correction: 'filter-then-correct' },
  arithmetic: { fusion: 'arithmetic' },
  'mask-only': { doubtfulClass: 'mask-only' },
  'soft-class': { classGoal: 'soft' },
  'sharp-class': { classGoal: 'sharp' },
};

export const METHODS = Object.keys(methods);
export const PARTS = Object.keys(parts);

/**
 * A method by its name, with parts added by theirs, and knobs by name=value: `dual+uncertainty+maskThreshold=0.85`.
 * @throws RangeError with a sentence for a name that there is not.
 */
export function methodOf(name: string): Method {
  const [base = '', ...added] = name.split('+');
  const own = Object.hasOwn(methods, base) ? methods[base] : undefined;
  if (!own) throw new RangeError(`There is no method called "${base}"; there are ${METHODS.join(', ')}.`);
  return { name, settings: Object.assign({}, own, ...added.map(partOf)) };
}

function partOf(part: string): Partial<Settings> {
  const known = Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (known) return known;
  const [knob = '', value] = part.split('=');
  const found = knobNames.find((one) => one === knob);
  if (!found || value === undefined) {
    throw new RangeError(
      `There is no part called "${part}"; there are ${PARTS.join(', ')}, and any setting as name=value.`,
    );
  }
  const { settings, notices } = parseSettings([[knob, value]]);
  if (notices.length > 0) throw new RangeError(notices.join(' '));
  return { [found]: settings[found] };
}
