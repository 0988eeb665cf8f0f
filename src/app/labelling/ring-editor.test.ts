import { expect, test } from 'vitest';
import { rasterisePolygon } from '../../masks/polygons.ts';
import { maskArea } from '../../masks/rle.ts';
import { RingEditor } from './ring-editor.ts';

const object = {
  id: 1,
  category: 0,
  crowd: false,
  mask: rasterisePolygon([10, 10, 40, 10, 40, 30, 10, 30], 60, 50),
};

test('corners are found near the pointer, edges where no corner is', () => {
  const editor = new RingEditor();
  expect(editor.rings(object, 1)).toEqual([[10, 10, 40, 10, 40, 30, 10, 30]]);
  expect(editor.cornerNear([41, 11], 3)).toEqual({ ring: 0, at: 1 });
  expect(editor.cornerNear([25, 11], 3)).toBeUndefined();
  expect(editor.edgeNear([25, 11], 3)).toEqual({ ring: 0, at: 0 });
  expect(editor.edgeNear([10, 20], 3)).toEqual({ ring: 0, at: 3 });
  expect(editor.edgeNear([25, 20], 3)).toBeUndefined();
});

test('a corner is moved, another added and removed, and the corners stay as a person left them', () => {
  const editor = new RingEditor();
  editor.rings(object, 1);
  const moved = editor.made(editor.moved({ ring: 0, at: 1 }, [50, 10]));
  if (!moved) throw new Error('Nothing was moved.');
  expect(maskArea(moved)).toBeGreaterThan(maskArea(object.mask) + 80);
  const edited = { ...object, mask: moved };
  expect(editor.rings(edited, 1)).toEqual([[10, 10, 50, 10, 40, 30, 10, 30]]);

  const added = editor.made(editor.added({ ring: 0, at: 3 }, [4, 20]));
  expect(added && maskArea(added)).toBeGreaterThan(maskArea(moved) + 40);
  const back = editor.removed({ ring: 0, at: 4 });
  const removed = back && editor.made(back);
  expect(removed && [...removed.counts]).toEqual([...moved.counts]);

  // Somebody else changed the mask: its corners are read anew.
  expect(editor.rings(object, 1)).toEqual([[10, 10, 40, 10, 40, 30, 10, 30]]);
});

test('a triangle keeps its corners', () => {
  const editor = new RingEditor();
  const mask = rasterisePolygon([10, 10, 40, 10, 10, 40], 60, 50);
  const [ring] = editor.rings({ ...object, mask }, 1.5);
  expect(ring.length / 2).toBeLessThanOrEqual(4);
  for (let left = ring.length / 2; left > 3; left--) {
    const edit = editor.removed({ ring: 0, at: 0 });
    if (edit) editor.made(edit);
  }
  expect(editor.removed({ ring: 0, at: 0 })).toBeUndefined();
});
