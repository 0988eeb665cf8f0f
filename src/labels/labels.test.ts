import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import { measureMask, sharedArea } from '../masks/overlap.ts';
import { maskArea } from '../masks/rle.ts';
import {
  acceptProposal,
  addObject,
  erase,
  isInside,
  type Labels,
  objectAt,
  paint,
  recategorise,
  remove,
} from './document.ts';
import { begin, record, redo, undo } from './history.ts';

/** Rows of "#" and ".". */
const mask = (...rows: string[]) =>
  encodeMask(
    Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 1 : 0)),
    rows[0].length,
    rows.length,
  );
const left = mask('##..', '##..');
const middle = mask('.##.', '.##.');
const one = addObject([], 2, left).labels;

describe('labels', () => {
  it('a pixel belongs to what was drawn last', () => {
    const { labels, id } = addObject(one, 0, middle);
    expect(id).toBe(2);
    expect(labels.map(({ mask: { counts } }) => [...counts])).toEqual([
      [...mask('#...', '#...').counts],
      [...middle.counts],
    ]);
    expect(objectAt(labels, 1, 0)?.id).toBe(2);
    expect(objectAt(labels, 0.7, 1.2)?.id).toBe(1);
    expect(objectAt(labels, 3, 0)).toBeUndefined();
    expect(isInside(left, 4, 0)).toBe(false);
  });

  it('a proposal takes nothing from what a person drew', () => {
    const { labels } = acceptProposal(one, 1, middle);
    expect(labels[0]).toBe(one[0]);
    expect([...labels[1].mask.counts]).toEqual([...mask('..#.', '..#.').counts]);
    expect(acceptProposal(one, 1, left)).toEqual({ labels: one, id: undefined });
  });

  it('painting goes on with an object; erasing takes from it alone, or from all', () => {
    const two = addObject(one, 0, mask('...#', '...#')).labels;
    const painted = paint(two, 1, mask('..##', '....'));
    expect(painted.map((object) => maskArea(object.mask))).toEqual([6, 1]);
    expect(erase(two, 1, mask('#..#', '....')).map((object) => maskArea(object.mask))).toEqual([3, 2]);
    expect(erase(two, undefined, mask('#..#', '....')).map((object) => maskArea(object.mask))).toEqual([
      3, 1,
    ]);
    expect(erase(two, undefined, mask('####', '####'))).toEqual([]);
  });

  it('classes change, objects go, crowds stay', () => {
    const crowd: Labels = [{ id: 7, category: 0, mask: left, crowd: true }];
    expect(addObject(crowd, 1, middle).labels[0]).toBe(crowd[0]);
    expect(recategorise(one, 1, 5)[0].category).toBe(5);
    expect(remove(one, 1)).toEqual([]);
    expect(addObject(one, 1, mask('....', '....'))).toEqual({ labels: one, id: undefined });
  });

  it('no two objects ever share a pixel, and none is empty, whatever is done', () => {
    const bits = fc
      .uint8Array({ minLength: 30, maxLength: 30, max: 1 })
      .map((data) => encodeMask(data, 6, 5));
    const edit = fc.oneof(
      bits.map((area) => (labels: Labels) => addObject(labels, 0, area).labels),
      bits.map((area) => (labels: Labels) => acceptProposal(labels, 0, area).labels),
      fc.tuple(bits, fc.nat(6)).map(
        ([area, id]) =>
          (labels: Labels) =>
            paint(labels, id, area),
      ),
      fc.tuple(bits, fc.option(fc.nat(6))).map(
        ([area, id]) =>
          (labels: Labels) =>
            erase(labels, id ?? undefined, area),
      ),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const labels = edits.reduce<Labels>((before, apply) => apply(before), []);
        const measured = labels.map((object) => measureMask(object.mask));
        expect(measured.every(({ area }) => area > 0)).toBe(true);
        expect(new Set(labels.map(({ id }) => id)).size).toBe(labels.length);
        measured.forEach((a, i) => {
          for (const b of measured.slice(i + 1)) expect(sharedArea(a, b)).toBe(0);
        });
      }),
    );
  });
});

describe('history', () => {
  it('undoes and redoes; a new edit forgets what was undone', () => {
    let history = begin('a');
    history = record(record(history, 'b'), 'c');
    expect(record(history, 'c')).toBe(history);
    history = undo(undo(undo(history)));
    expect(history.present).toBe('a');
    expect(redo(history).present).toBe('b');
    history = record(redo(history), 'd');
    expect([redo(history).present, undo(history).present]).toEqual(['d', 'b']);
  });
});
