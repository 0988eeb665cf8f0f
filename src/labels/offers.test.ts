import { expect, test } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import { addObject, type Marks, unmarked } from './document.ts';
import { answersIn, offersOn } from './offers.ts';

const mask = (row: string) =>
  encodeMask(
    Uint8Array.from(row, (mark) => (mark === '#' ? 1 : 0)),
    row.length,
    1,
  );
const proposals = ['####......', '....####..', '.......###', '..........'].map((row) => ({
  row,
  mask: mask(row),
}));
const rows = (marks: Pick<Marks, 'objects' | 'refused'>) => offersOn(proposals, marks).map(({ row }) => row);

test('every mask with a pixel is offered where nothing is marked', () => {
  expect(rows(unmarked)).toEqual(['####......', '....####..', '.......###']);
});

test('what is marked by half is not offered again, whoever marked it', () => {
  const { labels } = addObject([], 0, mask('..########'));
  expect(rows({ objects: labels, refused: [] })).toEqual([]);
  const less = addObject([], 0, mask('...##.....')).labels;
  expect(rows({ objects: less, refused: [] })).toEqual(['####......', '....####..', '.......###']);
});

test('a crowd takes nothing away', () => {
  const objects = [{ id: 1, category: 0, mask: mask('##########'), crowd: true }];
  expect(rows({ objects, refused: [] })).toHaveLength(3);
});

test('what was refused comes back only where it has become another mask', () => {
  expect(rows({ objects: [], refused: [mask('....###...')] })).toEqual(['####......', '.......###']);
  expect(rows({ objects: [], refused: [mask('....##....')] })).toHaveLength(3);
});

test('what was answered to a mask is told, also where another mask was meant', () => {
  const { labels: objects } = addObject([], 0, mask('####......'));
  const answerTo = answersIn({ objects, refused: [mask('.......###')] });
  expect(['###.......', '......####', '..####....', '...####...'].map((row) => answerTo(mask(row)))).toEqual([
    'marked',
    'refused',
    'marked',
    undefined,
  ]);
});
