import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialParameters } from '../network/parameters.ts';
import { trainingNetwork } from '../network/segmenter.ts';
import { namedParameters, startFrom } from './base-weights.ts';
import { readTensors, TensorFileError, writeTensors } from './safetensors.ts';

/** A file by its header and its tensors' bytes. */
function fileOf(header: unknown, body: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + body.length);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  file.set(body, 8 + text.length);
  return file;
}

describe('safetensors', () => {
  it('come back as they were written, to half precision', () => {
    const entry = fc.tuple(
      fc.string({ minLength: 1 }).filter((name) => !name.startsWith('__')),
      fc.array(fc.integer({ min: -2048, max: 2048 }), { maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([name]) => name, maxLength: 6 }), (entries) => {
        const tensors = new Map(
          entries.map(([name, values]) => [
            name,
            { shape: [values.length], data: Float32Array.from(values) },
          ]),
        );
        const metadata = { seed: '1' };
        expect(readTensors(writeTensors({ tensors, metadata }))).toEqual({ tensors, metadata });
      }),
    );
  });

  it('of single precision are read as well', () => {
    const header = { x: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] } };
    const { tensors } = readTensors(fileOf(header, [0, 0, 0x80, 0x3f]));
    expect(tensors.get('x')).toEqual({ shape: [1, 1], data: Float32Array.of(1) });
  });

  const entry = (changes: object) => ({ x: { dtype: 'F16', shape: [2], data_offsets: [0, 4], ...changes } });
  it.each([
    ['nothing', new Uint8Array(), /shorter than/],
    ['a header that is cut short', fileOf(entry({})).subarray(0, 20), /cut short/],
    ['a huge header', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0, 1), /cut short/],
    ['no JSON', fileOf('not json'), /no JSON object/],
    ['a list', fileOf('[]'), /no JSON object/],
    ['an unknown type', fileOf(entry({ dtype: 'I8' }), [0, 0, 0, 0]), /of type I8; F16 and F32/],
    ['a negative shape', fileOf(entry({ shape: [-2] }), [0, 0, 0, 0]), /no valid shape/],
    ['no offsets', fileOf(entry({ data_offsets: 'x' }), [0, 0, 0, 0]), /no valid shape or place/],
    ['another size', fileOf(entry({ shape: [3] }), [0, 0, 0, 0]), /does not fit/],
    ['a place beyond its end', fileOf(entry({ data_offsets: [4, 8] }), [0, 0, 0, 0]), /does not fit/],
    ['too many elements', fileOf(entry({ shape: [1e9] }), [0, 0, 0, 0]), /does not fit/],
    ['what is no number', fileOf(entry({}), [0, 0x7e, 0, 0]), /no number/],
  ])('with %s are refused in words', (_, file, sentence) => {
    expect(() => readTensors(file)).toThrow(TensorFileError);
    expect(() => readTensors(file)).toThrow(sentence);
  });
});

describe('base weights', () => {
  const layoutFor = (classes: number) =>
    trainingNetwork({ side: 128, classes, maskChannels: 16, slots: 16 }, 1).layout;

  it('serve another number of classes, with a class layer of its own', () => {
    const from = layoutFor(36);
    const trained = initialParameters(from, 1).map((value) => value + 1);
    const file = readTensors(
      writeTensors({ tensors: namedParameters(from, trained, 'transferable'), metadata: {} }),
    );
    const to = layoutFor(3);
    const start = startFrom(file, to, 5);
    const fresh = initialParameters(to, 5);
    for (const { name, offset, size } of to.specs) {
      const source = from.specs.find((spec) => spec.name === name);
      const own = name.startsWith('class.logits.');
      for (let i = 0; i < size; i++) {
        const expected = own ? fresh[offset + i] : trained[(source?.offset ?? Number.NaN) + i];
        if (Math.abs(start[offset + i] - expected) > 1e-3 * Math.max(1, Math.abs(expected)))
          throw new Error(`${name}[${i}] is ${start[offset + i]}, not ${expected}.`);
      }
    }
  });

  it('of another network are refused, saying what differs', () => {
    const layout = layoutFor(2);
    const tensors = namedParameters(layout, initialParameters(layout, 1), 'transferable');
    expect(() => startFrom({ tensors: new Map() }, layout, 1)).toThrow(/have no "stem.weight"/);
    tensors.set('stem.weight', { shape: [1], data: new Float32Array(1) });
    expect(() => startFrom({ tensors }, layout, 1)).toThrow(/"stem.weight" is \[1\].*another network/);
  });
});
