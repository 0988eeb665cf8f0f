import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import { measureMask, sharedArea } from '../masks/overlap.ts';
import { partsOf } from '../masks/regions.ts';
import { maskArea } from '../masks/rle.ts';
import {
  acceptProposal,
  addObject,
  divide,
  erase,
  fill,
  isInside,
  join,
  type Labels,
  objectAt,
  paint,
  paste,
  recategorise,
  remove,
  reshape,
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

  it('objects are joined, divided, filled, reshaped and pasted', () => {
    const two = addObject(one, 0, mask('...#', '...#')).labels;
    expect(join(two, 2, 1)).toMatchObject([{ id: 2, category: 0 }]);
    expect(maskArea(join(two, 2, 1)[0].mask)).toBe(6);
    expect(join(two, 1, 1)).toBe(two);
    expect(join(two, 1, 9)).toBe(two);
    const parts = [mask('#...', '#...'), mask('.#..', '.#..')];
    expect(divide(two, 1, parts).map(({ id, category }) => [id, category])).toEqual([
      [1, 2],
      [2, 0],
      [3, 2],
    ]);
    expect(divide(two, 1, [left])).toBe(two);
    // Filling takes nothing from a neighbour, another shape does.
    expect(fill(two, 1, mask('..##', '....')).map((object) => maskArea(object.mask))).toEqual([5, 2]);
    expect(reshape(two, 1, mask('####', '....')).map((object) => maskArea(object.mask))).toEqual([4, 1]);
    expect(paste(two, one)).toEqual(two);
    expect(paste([], two).map(({ category }) => category)).toEqual([2, 0]);
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
      fc.tuple(bits, fc.nat(6), fc.nat(6)).map(([area, id, other]) => (labels: Labels) => {
        const filled = fill(join(labels, id, other), id, area);
        const there = filled.find((object) => object.id === id);
        return there ? divide(reshape(filled, id, area), id, partsOf(area)) : filled;
      }),
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
