/** The documentation of every knob, from the one table that makes the controls, the URL and the command line. */
import { dataKnobs } from './data-knobs.ts';
import type { Knob } from './knob.ts';
import { methodKnobs } from './method-knobs.ts';
import { trainingKnobs } from './training-knobs.ts';

/** A knob as a row of its documentation. */
export interface SettingRow {
  /** In the URL and on the command line. */
  readonly name: string;
  readonly label: string;
  readonly values: string;
  readonly initial: string;
  readonly help: string;
  /** When it takes effect. */
  readonly takesEffect: string;
}

export interface SettingGroup {
  readonly title: string;
  readonly rows: readonly SettingRow[];
}

function valuesOf(knob: Knob): string {
  if (knob.kind === 'choice') return Object.keys(knob.choices).join(', ');
  if (knob.kind === 'text') return knob.expected;
  const unit = knob.unit ? ` ${knob.unit}` : '';
  return `${knob.kind === 'integer' ? 'whole, ' : ''}${knob.min} to ${knob.max}${unit}`;
}

const rowsOf = (knobs: Readonly<Record<string, Knob>>): SettingRow[] =>
  Object.entries(knobs).map(([name, knob]) => ({
    name,
    label: knob.label,
    values: valuesOf(knob),
    initial: String(knob.default),
    help: knob.help,
    takesEffect: knob.needsReset ? 'at reset' : 'at once',
  }));

export const settingGroups: readonly SettingGroup[] = [
  { title: 'Data', rows: rowsOf(dataKnobs) },
  { title: 'Training', rows: rowsOf(trainingKnobs) },
  { title: 'Method', rows: rowsOf(methodKnobs) },
];

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The same as Markdown. */
export function settingsAsMarkdown(): string {
  const tables = settingGroups.map(({ title, rows }) =>
    [
      `## ${title}`,
      '',
      '| setting | values | default | what turning it does | takes effect |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(
        ({ name, values, initial, help, takesEffect }) =>
          `| \`${name}\` | ${cell(values)} | ${cell(initial)} | ${cell(help)} | ${takesEffect} |`,
      ),
    ].join('\n'),
  );
  const introduction =
    'Written by `npm run docs` from the table in this folder, which also makes the controls, their tooltips, the URL\n(`?rule=dual&seed=3`) and the command line (`--rule dual --seed 3`). A test holds this file against it.';
  return `# Settings\n\n${introduction}\n\n${tables.join('\n\n')}\n`;
}
