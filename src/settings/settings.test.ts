import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Knob } from './knob.ts';
import { type Settings, schema } from './schema.ts';
import { defaultSettings, describeSettings, knobNames, parseSettings } from './settings.ts';

const anyValue = (name: string, knob: Knob): fc.Arbitrary<number | string> => {
  if (knob.kind === 'choice') return fc.constantFrom(...Object.keys(knob.choices));
  if (knob.kind === 'text') return fc.constantFrom('5%', '100%', '2.5%', '20');
  if (name === 'side') return fc.integer({ min: 4, max: 10 }).map((n) => n * 32);
  if (knob.kind === 'integer') return fc.integer({ min: knob.min, max: knob.max });
  return fc.double({ min: knob.min, max: knob.max, noNaN: true });
};

test('any settings survive the trip through words', () => {
  const arbitrary = fc.record(
    Object.fromEntries(Object.entries(schema).map(([name, knob]) => [name, anyValue(name, knob)])),
  );
  fc.assert(
    fc.property(arbitrary, (record) => {
      const settings = record as unknown as Settings;
      expect(parseSettings(describeSettings(settings))).toEqual({ settings, notices: [] });
    }),
  );
});

test.each([
  ['side', '100', /outside from 128 to 320/],
  ['side', '140', /multiple of 32/],
  ['seed', '1.5', /whole number/],
  ['learningRate', 'fast', /not a number/],
  ['learningRate', '', /not a number/],
  ['device', 'tpu', /auto, webgpu, wasm/],
  ['labelled', '0', /a share such as 5%/],
  ['colour', 'red', /no setting called "colour"/],
  ['__proto__', 'x', /no setting called "__proto__"/],
])('%s=%s keeps the default and says why', (name, text, sentence) => {
  const { settings, notices } = parseSettings([[name, text]]);
  expect(settings).toEqual(defaultSettings);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(sentence);
});

test('every default is a value its own knob accepts', () => {
  for (const name of knobNames) {
    expect(parseSettings([[name, String(defaultSettings[name])]]).notices).toEqual([]);
  }
});
