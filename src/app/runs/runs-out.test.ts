import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/settings.ts';
import type { KeptRun } from '../../state/runs.ts';
import { runsAsCsv, runsAsJson } from './runs-out.ts';

const run: KeptRun = {
  id: 'a',
  ended: 1,
  settings: { ...defaultSettings, seed: 4, rule: 'dual' },
  steps: 20,
  seconds: 12.5,
  device: 'WebAssembly "2 threads"',
  scores: { step: [10, 20], ap: [1, Number.NaN], ap50: [2, 3], ap75: [0, 1] },
};

test('each evaluation is a row; what holds a comma or a quote is quoted', () => {
  expect(runsAsCsv([run]).split('\r\n')).toEqual([
    'run,settings,ablation step,seed,step,AP,AP50,AP75,seconds trained,device',
    'a,"seed 4, rule dual",,4,10,1,2,0,12.5,"WebAssembly ""2 threads"""',
    'a,"seed 4, rule dual",,4,20,,3,1,12.5,"WebAssembly ""2 threads"""',
    '',
  ]);
});

test('JSON holds every setting', () => {
  const { runs } = JSON.parse(runsAsJson([run]));
  expect(runs[0].settings).toEqual(run.settings);
  expect(runs[0].scores.ap).toEqual([1, null]);
});
