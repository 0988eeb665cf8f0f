import { afterEach, expect, test, vi } from 'vitest';
import type { Notice } from '../engine/protocol/notice.ts';
import {
  addNotice,
  createNoticeStore,
  dismissErrors,
  dismissNotice,
  noticeText,
  tellCautions,
} from './notices.ts';

const notice = (level: Notice['level'], what: string): Notice => ({
  level,
  what,
  where: 'step 7',
  advice: 'Press Reset.',
});

test('what is said twice is shown once, and counted', () => {
  const store = createNoticeStore();
  addNotice(store, notice('warning', 'The disk is full.'));
  addNotice(store, notice('warning', 'The disk is full.'));
  expect(store.getState().shown).toMatchObject([{ what: 'The disk is full.', times: 2 }]);
});

test('what is said again with more weight takes the place of what was said', () => {
  const store = createNoticeStore();
  addNotice(store, notice('warning', 'No image is labelled.'));
  addNotice(store, notice('error', 'No image is labelled. Label one.'));
  expect(store.getState().shown).toMatchObject([
    { level: 'error', what: 'No image is labelled. Label one.' },
  ]);
  addNotice(store, notice('info', 'No image is labelled. Label one. Or two.'));
  expect(store.getState().shown.map(({ level }) => level)).toEqual(['error', 'info']);
});

test('the first error wins; those that follow are kept for the clipboard only', () => {
  const store = createNoticeStore();
  addNotice(store, notice('error', 'The loss is NaN.'));
  addNotice(store, notice('error', 'Evaluation failed.'));
  addNotice(store, notice('error', 'Evaluation failed.'));
  addNotice(store, notice('info', 'Paused.'));
  expect(store.getState().shown.map(({ what }) => what)).toEqual(['The loss is NaN.', 'Paused.']);
  expect(store.getState().further.map(({ what }) => what)).toEqual(['Evaluation failed.']);
});

test('every run that was put aside is offered, each once, beside labels that can be taken back', () => {
  const store = createNoticeStore();
  const undone = (undo: Notice['undo'], what = 'It stood at step 3.') =>
    addNotice(store, { ...notice('info', what), ...(undo && { undo }) });
  undone({ run: 'a' });
  undone('labels', 'Labels came.');
  undone({ run: 'b' });
  undone({ run: 'b' }, 'It stood at step 4.');
  undone('labels', 'More labels came.');
  expect(store.getState().shown.map(({ what, undo }) => [what, undo])).toEqual([
    ['It stood at step 3.', { run: 'a' }],
    ['Labels came.', undefined],
    ['It stood at step 4.', { run: 'b' }],
    ['More labels came.', 'labels'],
  ]);
});

afterEach(() => vi.useRealTimers());

test('an error that comes later is no consequence, and is shown as well', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const store = createNoticeStore();
  addNotice(store, notice('error', 'The export failed.'));
  addNotice(store, notice('error', 'Nothing was written.'));
  expect(store.getState().further).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  addNotice(store, notice('error', 'The disk is full.'));
  expect(store.getState().shown.map(({ what }) => what)).toEqual(['The export failed.', 'The disk is full.']);
  expect(store.getState().further).toEqual([]);
});

test('a dismissed error takes its consequences along, and the next one is shown', () => {
  const store = createNoticeStore();
  addNotice(store, notice('error', 'one'));
  addNotice(store, notice('error', 'two'));
  dismissNotice(store, store.getState().shown[0]?.id ?? -1);
  expect(store.getState()).toMatchObject({ shown: [], further: [] });
  addNotice(store, notice('error', 'three'));
  expect(store.getState().shown).toMatchObject([{ what: 'three' }]);
});

test('what could not be done and is done now is told no longer; other errors stay', () => {
  const store = createNoticeStore();
  addNotice(store, { ...notice('error', 'No image is labelled.'), where: 'starting training' });
  addNotice(store, notice('warning', 'Few images are labelled.'));
  dismissErrors(store, 'saving');
  expect(store.getState().shown).toHaveLength(2);
  dismissErrors(store, 'starting training');
  expect(store.getState().shown.map(({ what }) => what)).toEqual(['Few images are labelled.']);
});

test('what is amiss with the labels is told once, and no longer than it is so', () => {
  const store = createNoticeStore();
  const [none, few, other] = ['No image is labelled.', 'One class is missing.', 'Kept.'].map((what) =>
    notice('warning', what),
  );
  const told = () => store.getState().shown.map(({ what }) => what);
  addNotice(store, other);
  tellCautions(store, [none]);
  tellCautions(store, [none]);
  expect(told()).toEqual(['Kept.', 'No image is labelled.']);
  tellCautions(store, [few]);
  expect(told()).toEqual(['Kept.', 'One class is missing.']);
  // Dismissed, and still so.
  dismissNotice(store, store.getState().shown[1].id);
  tellCautions(store, [few]);
  expect(told()).toEqual(['Kept.']);
  // Mended, and so again.
  tellCautions(store, []);
  tellCautions(store, [few]);
  expect(told()).toEqual(['Kept.', 'One class is missing.']);
});

test('a crowd of notices pushes out the oldest information, never an error', () => {
  const store = createNoticeStore();
  addNotice(store, notice('error', 'error'));
  for (let i = 0; i < 8; i++) addNotice(store, notice('info', `info ${i}`));
  expect(store.getState().shown.map(({ what }) => what)).toEqual([
    'error',
    'info 4',
    'info 5',
    'info 6',
    'info 7',
  ]);
});

test('as text, a notice says what, where and what to do', () => {
  expect(noticeText(notice('error', 'The loss is NaN.'))).toBe(
    'The loss is NaN.\nWhere: step 7\nPress Reset.',
  );
});
