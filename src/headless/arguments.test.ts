import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { readArguments, UsageError } from './arguments.ts';

test('without words, the defaults', () => {
  const { dataset, methods, seeds, settings } = readArguments([]);
  expect({ dataset, methods, seeds, settings }).toEqual({
    dataset: 'demo',
    methods: [{ name: 'supervised', settings: { rule: 'off' } }],
    seeds: 1,
    settings: defaultSettings,
  });
});

test('words set knobs by their names in the schema', () => {
  const words =
    '--dataset a/folder --labelled 20 --seeds 3 --steps 600 --side 160 --learningRate 0.0005 --out o';
  const options = readArguments(words.split(' '));
  expect(options).toMatchObject({ dataset: 'a/folder', seeds: 3, out: 'o' });
  expect(options.settings).toEqual({
    ...defaultSettings,
    labelled: '20',
    steps: 600,
    side: 160,
    learningRate: 0.0005,
  });
});

test('a knob that the method is told in its own name is no contradiction', () => {
  const { methods } = readArguments('--classThreshold .5 --methods dual+classThreshold=0.7'.split(' '));
  expect(methods[0].settings.classThreshold).toBe(0.7);
});

test.each([
  ['--methods magic', /no method called "magic"; there are supervised, class-only/],
  ['--seeds 0', /--seeds is "0"; it must be a whole number from 1/],
  ['--steps many', /steps is "many", which is not a number/],
  ['--labelled none', /labelled is "none", but it should be a share/],
  ['--methods dual --classThreshold .7', /"dual" has it at 0.8; write dual\+classThreshold=0.7/],
  ['--methods supervised,pldc --uncertainty entropy', /"pldc" has it at tent/],
  ['--speed 9', /Unknown option '--speed'/],
  ['--device abacus', /device is "abacus"/],
  ['--thresholds high', /--thresholds is "high"; it must be suggested or given/],
  ['stray', /Unexpected argument/],
])('%s is refused in words', (words, sentence) => {
  expect(() => readArguments(words.split(' '))).toThrow(UsageError);
  expect(() => readArguments(words.split(' '))).toThrow(sentence);
});
