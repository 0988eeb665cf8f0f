import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { given } from '../formats/testing/given.ts';
import { openZip, ZipError } from './read.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const zip = (files: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(files));
const open = (bytes: Uint8Array<ArrayBuffer>) => openZip(given('drop/set.zip', bytes));

/** Changes what the list says of the first file. */
function relisted(bytes: Uint8Array<ArrayBuffer>, change: (view: DataView, at: number) => void) {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  let at = 0;
  while (view.getUint32(at, true) !== 0x02014b50) at++;
  change(view, at);
  return copy;
}

describe('archives', () => {
  it('give their files back, packed and not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 6 }),
        async (contents) => {
          const files = Object.fromEntries(contents.map((content, i) => [`a/${i}.png`, content]));
          const { files: found, skipped } = await open(
            new Uint8Array(zipSync(files, { level: contents.length % 2 ? 0 : 6 })),
          );
          expect(skipped).toEqual([]);
          expect(found.map(({ path }) => path)).toEqual(contents.map((_, i) => `drop/set/a/${i}.png`));
          for (const [i, file] of found.entries()) {
            expect(await file.bytes()).toEqual(contents[i]);
            expect(await file.bytes(2, 5)).toEqual(contents[i].slice(2, 5));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leave out names that lead elsewhere, what is encrypted, and what is there twice', async () => {
    const one = zip({
      'good.png': text('x'),
      '../up.png': text('x'),
      '/root.png': text('x'),
      'c:/x.png': text('x'),
    });
    const { files, skipped } = await open(one);
    expect(files.map(({ path }) => path)).toEqual(['drop/set/good.png']);
    expect(skipped.map(({ why }) => why)).toEqual(Array(3).fill('has a name that leads out of the archive'));
    const encrypted = relisted(zip({ 'a.png': text('x') }), (view, at) => view.setUint16(at + 8, 1, true));
    expect((await open(encrypted)).skipped[0].why).toBe('is encrypted');
    const strange = relisted(zip({ 'a.png': text('x') }), (view, at) => view.setUint16(at + 10, 12, true));
    expect((await open(strange)).skipped[0].why).toMatch(/packed in a way that is not known/);
    const slashed = await open(zip({ '..\\up.png': text('x') }));
    expect(slashed.files).toEqual([]);
  });

  it('that would blow up are refused before anything is unpacked', async () => {
    const zeros = zip({ 'a.png': new Uint8Array(8 * 2 ** 20) });
    await expect(open(zeros)).rejects.toThrow(
      /^The archive drop\/set\.zip holds a\.png, which unpacks to 200 times/,
    );
    const lying = relisted(zeros, (view, at) => view.setUint32(at + 24, 1000, true));
    const { files } = await open(lying);
    await expect(files[0].bytes()).rejects.toThrow('is broken: it holds more than it says');
    const vast = relisted(zip({ 'a.png': text('x') }), (view, at) => {
      view.setUint32(at + 24, 0xfffffff0, true);
    });
    await expect(open(vast)).rejects.toThrow(ZipError);
    const over = relisted(zip({ 'a.png': text('x') }), (view, at) => view.setUint32(at + 20, 1e6, true));
    await expect(open(over)).rejects.toThrow(/lie over each other/);
  });

  it('that are broken give a sentence, or files that do, and never hang', async () => {
    const whole = zip({ 'a.png': text('picture '.repeat(100)), 'b/c.json': text('{}') });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, change, cut) => {
          const broken = cut ? whole.slice(0, at) : whole.slice();
          if (!cut) broken[at] ^= change;
          try {
            for (const file of (await open(broken)).files)
              await file.bytes().catch((error: Error) => expect(error.message).toMatch(/^is broken/));
          } catch (error) {
            expect(error).toBeInstanceOf(ZipError);
          }
        },
      ),
      { numRuns: 400 },
    );
    await expect(open(new Uint8Array(text('no zip')))).rejects.toThrow(/is no zip file, or breaks off\.$/);
  });
});
